/// The functions that rules may call: the built-in ones and those of plugins.
public struct FunctionCatalogue: Sendable {
  /// Only what the language has by itself.
  public static let builtIn = FunctionCatalogue(plugins: [])

  /// In the order in which they are documented: by group, then as declared. The quantiles `p50`, `p99` … are one entry
  /// with the name `pNN`.
  public let signatures: [FunctionSignature]
  private let byName: [String: FunctionSignature]

  /// - Precondition: no plugin function has the name of another function (the registry reports that before).
  public init(plugins: [PluginFunction]) {
    let added = plugins.map(\.signature).sorted { $0.name < $1.name }
    signatures =
      Self.windowFunctions + Self.stepFunctions + Self.distributionFunctions + Self.ruleFunctions + Self.textFunctions
      + added
    var byName: [String: FunctionSignature] = [:]
    for signature in signatures where signature.name != Self.quantilePlaceholder { byName[signature.name] = signature }
    for name in Self.commonQuantiles { byName[name] = Self.quantileSignature(named: name) }
    self.byName = byName
  }

  /// The signature of a function; any `pNN` is one.
  public subscript(name: String) -> FunctionSignature? {
    if let signature = byName[name] { return signature }
    return Self.quantile(named: name) == nil ? nil : Self.quantileSignature(named: name)
  }

  /// All names, sorted; of the quantiles the usual ones.
  public var names: [String] { byName.keys.sorted() }

  /// The quantile that a name like `p50` stands for, 0...1; nil for other names.
  ///
  /// One or two digits are percent; from three digits on, which begin with a 9, the point stands behind the second:
  /// `p999` is 99.9 %.
  public static func quantile(named name: String) -> Double? {
    let digits = name.utf8.dropFirst()
    guard name.utf8.first == UInt8(ascii: "p"), (1...6).contains(digits.count),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int(name.dropFirst())
    else { return nil }
    if digits.count <= 2 { return Double(number) / 100 }
    guard digits.first == UInt8(ascii: "9") else { return nil }
    let scale = (0..<digits.count).reduce(1) { product, _ in product * 10 }
    return Double(number) / Double(scale)
  }

  static let quantilePlaceholder = "pNN"
  private static let commonQuantiles = ["p50", "p90", "p95", "p99", "p999"]

  private static func quantileSignature(named name: String) -> FunctionSignature {
    FunctionSignature(
      name, group: .window, parameters: [metric, window, offset], unit: .metric, help: quantileHelp,
      example: "\(name)(5m)")
  }

  static let quantileHelp = """
    The quantile of the samples in the window, at most 1 % off: p50 is the median, p99 the value that 99 % don't \
    exceed, p999 that of 99.9 %.
    """
}
