public import SentinelModel

/// One option of a detector, for docs and errors.
public struct SchemaOption: Sendable, Hashable {
  public let name: String
  /// `a whole number in 2…1000000`
  public let expectation: String
  public let defaultText: String
  public let help: String
  /// The JSON schema of its value.
  public let jsonSchema: String
}

/// Why a value can't be taken.
enum OptionFault: Error {
  case wrongType
  case outOfRange
  /// A text that is none of the choices.
  case unknownChoice([String])
  /// A text that can't be understood: which one, and why.
  case malformed(String, String)
}

/// The declaration of one option: its name, where it goes, what it may be, and what it does.
public struct SchemaField<Configuration: DetectorConfiguration>: Sendable {
  let option: SchemaOption
  let set: @Sendable (DetectorOptions.Value, inout Configuration) throws(OptionFault) -> Void

  private init<Value: Sendable>(
    _ name: String, _ path: any WritableKeyPath<Configuration, Value> & Sendable, expectation: String, help: String,
    jsonSchema: [(String, String)], show: (Value) -> String,
    read: @escaping @Sendable (DetectorOptions.Value) throws(OptionFault) -> Value
  ) {
    let defaultText = show(Configuration()[keyPath: path])
    option = SchemaOption(
      name: name, expectation: expectation, defaultText: defaultText, help: help,
      jsonSchema: JSONText.object(jsonSchema + [("description", JSONText.string(help)), ("default", defaultText)]))
    set = { (value, configuration) throws(OptionFault) in configuration[keyPath: path] = try read(value) }
  }

  /// A whole number.
  public init(
    _ name: String, _ path: any WritableKeyPath<Configuration, Int> & Sendable, in range: ClosedRange<Int>,
    _ help: String
  ) {
    self.init(
      name, path, expectation: "a whole number in \(range.lowerBound)…\(range.upperBound)", help: help,
      jsonSchema: [
        ("type", "\"integer\""), ("minimum", "\(range.lowerBound)"), ("maximum", "\(range.upperBound)"),
      ],
      show: { "\($0)" },
      read: { (value) throws(OptionFault) in
        guard case .number(let number) = value, let whole = Int(exactly: number) else { throw .wrongType }
        guard range.contains(whole) else { throw .outOfRange }
        return whole
      })
  }

  /// A number; NaN is never one.
  public init(
    _ name: String, _ path: any WritableKeyPath<Configuration, Double> & Sendable, in range: ClosedRange<Double>,
    _ help: String
  ) {
    let (low, high) = (range.lowerBound.optionLiteral, range.upperBound.optionLiteral)
    self.init(
      name, path, expectation: "a number in \(low)…\(high)", help: help,
      jsonSchema: [("type", "\"number\""), ("minimum", low), ("maximum", high)],
      show: { $0.optionLiteral },
      read: { (value) throws(OptionFault) in
        guard case .number(let number) = value else { throw .wrongType }
        guard range.contains(number) else { throw .outOfRange }
        return number
      })
  }

  /// `true` or `false`.
  public init(_ name: String, _ path: any WritableKeyPath<Configuration, Bool> & Sendable, _ help: String) {
    self.init(
      name, path, expectation: "true or false", help: help, jsonSchema: [("type", "\"boolean\"")],
      show: { "\($0)" },
      read: { (value) throws(OptionFault) in
        guard case .boolean(let boolean) = value else { throw .wrongType }
        return boolean
      })
  }

  /// A text of at most `length` characters.
  public init(
    _ name: String, _ path: any WritableKeyPath<Configuration, String> & Sendable, upTo length: Int = 1_000,
    _ help: String
  ) {
    self.init(
      name, path, expectation: "a text of at most \(length) characters", help: help,
      jsonSchema: [("type", "\"string\""), ("maxLength", "\(length)")], show: JSONText.string,
      read: { (value) throws(OptionFault) in
        guard case .text(let text) = value else { throw .wrongType }
        guard text.unicodeScalars.count <= length else { throw .outOfRange }
        return text
      })
  }

  /// A duration: `5m`.
  public init(
    _ name: String, _ path: any WritableKeyPath<Configuration, TimeSpan> & Sendable, in range: ClosedRange<TimeSpan>,
    _ help: String
  ) {
    self.init(
      name, path, expectation: "a duration in \(range.lowerBound)…\(range.upperBound)", help: help,
      jsonSchema: [("type", "\"string\""), ("format", "\"duration\"")], show: { JSONText.string($0.literal) },
      read: { (value) throws(OptionFault) in
        guard let span = value.timeSpan else { throw .wrongType }
        guard range.contains(span) else { throw .outOfRange }
        return span
      })
  }

  /// One of the cases of an enumeration.
  public init<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ path: any WritableKeyPath<Configuration, Choice> & Sendable, _ help: String
  ) {
    let choices = Choice.allCases.map(\.rawValue)
    self.init(
      name, path, expectation: "one of \(choices.joined(separator: ", "))", help: help,
      jsonSchema: [("type", "\"string\""), ("enum", JSONText.list(choices))],
      show: { JSONText.string($0.rawValue) },
      read: { (value) throws(OptionFault) in
        guard case .text(let text) = value else { throw .wrongType }
        guard let choice = Choice(rawValue: text) else { throw .unknownChoice(choices) }
        return choice
      })
  }

  /// A list of texts.
  public init(
    _ name: String, _ path: any WritableKeyPath<Configuration, [String]> & Sendable,
    count: ClosedRange<Int> = 0...1_000,
    _ help: String
  ) {
    self.init(
      name, path, expectation: "a list of \(count.lowerBound)…\(count.upperBound) texts", help: help,
      jsonSchema: Self.listSchema(count), show: { JSONText.list($0) },
      read: { (value) throws(OptionFault) in try value.list(count) })
  }

  /// A list of texts, each of which `parse` reads; `show` is its inverse.
  public init<Element: Sendable>(
    _ name: String, _ path: any WritableKeyPath<Configuration, [Element]> & Sendable, each expectation: String,
    count: ClosedRange<Int> = 0...1_000, _ help: String, show: (Element) -> String,
    parse: @escaping @Sendable (String) throws(MalformedOption) -> Element
  ) {
    self.init(
      name, path, expectation: "a list of texts, each \(expectation)", help: help,
      jsonSchema: Self.listSchema(count), show: { JSONText.list($0.map(show)) },
      read: { (value) throws(OptionFault) in
        var elements: [Element] = []
        for text in try value.list(count) {
          do throws(MalformedOption) { elements.append(try parse(text)) } catch {
            throw .malformed(text, error.reason)
          }
        }
        return elements
      })
  }

  private static func listSchema(_ count: ClosedRange<Int>) -> [(String, String)] {
    [
      ("type", "\"array\""), ("items", "{\"type\": \"string\"}"), ("minItems", "\(count.lowerBound)"),
      ("maxItems", "\(count.upperBound)"),
    ]
  }
}

/// A text of an option that can't be understood, and why: `'cached' has no number`.
public struct MalformedOption: Error, Sendable, Hashable {
  public let reason: String

  public init(_ reason: String) { self.reason = reason }
}

extension DetectorOptions.Value {
  /// The duration it is, or that its text says; a plain 0 needs no unit.
  fileprivate var timeSpan: TimeSpan? {
    switch self {
    case .duration(let span): span
    case .text(let text): TimeSpan(optionText: text)
    case .number(0): .zero
    default: nil
    }
  }

  fileprivate func list(_ count: ClosedRange<Int>) throws(OptionFault) -> [String] {
    guard case .texts(let texts) = self else { throw .wrongType }
    guard count.contains(texts.count) else { throw .outOfRange }
    return texts
  }
}

extension TimeSpan {
  /// A duration as rule files write it: whole numbers, units descending, each once: `1h30m`.
  init?(optionText text: String) {
    var total = TimeSpan.zero
    var rest = Substring(text)
    var smallest = Int64.max
    repeat {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      let name = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(name.count)
      guard let count = Int64(digits), let unit = Self.units.first(where: { $0.name == name }),
        unit.nanoseconds < smallest
      else { return nil }
      smallest = unit.nanoseconds
      total = total + TimeSpan(nanoseconds: unit.nanoseconds) * count
    } while !rest.isEmpty
    self = total
  }
}
