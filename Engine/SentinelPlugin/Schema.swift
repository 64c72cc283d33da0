public import SentinelDiagnostics
public import SentinelModel

/// Configuration of a detector as users wrote it: options by name with the place of each.
public struct DetectorOptions: Sendable {
  public enum Value: Sendable, Hashable {
    case number(Double)
    case boolean(Bool)
    case text(String)
    case duration(TimeSpan)
    case texts([String])
  }

  public struct Entry: Sendable {
    public let name: String
    public let value: Value
    public let nameRange: SourceRange
    public let valueRange: SourceRange

    public init(name: String, value: Value, nameRange: SourceRange, valueRange: SourceRange) {
      self.name = name
      self.value = value
      self.nameRange = nameRange
      self.valueRange = valueRange
    }
  }

  public var entries: [Entry]

  public init(_ entries: [Entry] = []) { self.entries = entries }
}

/// One option of a detector, for docs and errors.
public struct SchemaOption: Sendable, Hashable {
  public let name: String
  /// `a number in 2…1000000`
  public let expectation: String
  public let defaultText: String
  public let help: String
}

/// What a detector's configuration holds: decoding, ranges, unknown-key errors and docs from one declaration.
public struct Schema<Configuration: Sendable>: Sendable {
  /// In the order of declaration.
  public let options: [SchemaOption] = []

  public init() {}

  /// The configuration that `written` says, with defaults for what it leaves out; all mistakes at once.
  public func decode(_ written: DetectorOptions) throws(Diagnostics) -> Configuration where Configuration: DetectorConfiguration {
    Configuration()
  }
}
