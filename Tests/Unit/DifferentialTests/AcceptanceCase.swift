import Foundation

/// A case of the acceptance suite beside the repository: rules, events and the transitions that must come.
struct AcceptanceCase: CustomStringConvertible {
  let name: String
  let folder: URL

  var description: String { name }

  /// `../shared/acceptance/cases`, seen from the repository.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/acceptance/cases")

  static let all = cases(in: root)

  static func cases(in root: URL) -> [AcceptanceCase] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.sorted().map { AcceptanceCase(name: $0, folder: root.appendingPathComponent($0)) }
      .filter { $0.has("expected.ndjson") }
  }

  private func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  func load() throws -> RuleCase {
    var events: [String] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where name.hasPrefix("events")
    {
      events += try Self.lines(text(name), isTable: name.hasSuffix(".csv"), isDocument: name.hasSuffix(".json"))
    }
    return RuleCase(rules: try rules(), events: events, drain: try drain())
  }

  private static func lines(_ text: String, isTable: Bool, isDocument: Bool) -> [String] {
    if isDocument { return [text] }
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    return isTable ? SimpleTable.events(lines) : lines
  }

  private func rules() throws -> [(path: String, text: String)] {
    if has("rules.yaml") { return [("rules.yaml", try text("rules.yaml"))] }
    let root = folder.appendingPathComponent("rules")
    let names = (FileManager.default.enumerator(atPath: root.path)?.allObjects ?? []).compactMap { $0 as? String }
    return try names.sorted()
      .filter { ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) && !$0.hasSuffix(".test.yaml") }
      .map { ("rules/" + $0, try text("rules/" + $0)) }
  }

  private func drain() throws -> Int64 {
    guard has("args") else { return 0 }
    let arguments = try text("args").split(whereSeparator: \.isNewline).map(String.init)
    guard let index = arguments.firstIndex(of: "--drain"), index + 1 < arguments.count else { return 0 }
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600]
    let text = arguments[index + 1]
    guard let count = Int64(text.dropLast()), let unit = text.last.flatMap({ units[$0] }) else { return 0 }
    return count * unit * 1_000_000_000
  }

  func expected() throws -> [ObservedTransition] {
    try text("expected.ndjson").split(whereSeparator: \.isNewline).compactMap { line in
      JSONValue(String(line)).flatMap { ObservedTransition($0) }
    }
  }

  /// The loosest relative tolerance of the case.
  func tolerance() throws -> Double {
    guard has("tolerance"), case .object(let entries)? = JSONValue(try text("tolerance")) else { return 1e-6 }
    return entries.compactMap { $0.value["rel"]?.number }.max() ?? 1e-6
  }
}

extension ObservedTransition {
  init?(_ json: JSONValue) {
    guard let at = json["at"]?.text.flatMap(TimeText.nanoseconds), let rule = json["rule"]?.text,
      let state = json["state"]?.text, let severity = json["severity"]?.text,
      let since = json["active_since"]?.text.flatMap(TimeText.nanoseconds)
    else { return nil }
    var labels: [String: String] = [:]
    if case .object(let entries)? = json["labels"] {
      for (name, value) in entries { labels[name] = value.label }
    }
    let value: Double? =
      switch json["value"] {
      case nil: nil
      case .number(let number, _)?: number
      case .string("+Inf")?: .infinity
      case .string("-Inf")?: -.infinity
      default: .nan
      }
    let fingerprint = json["fingerprint"]?.text.flatMap { UInt64($0, radix: 16) }
    self.init(
      at: at, rule: rule, state: state, severity: severity, labels: labels, value: value, activeSince: since,
      fingerprint: fingerprint)
  }
}

/// A table without quotes, as events.
enum SimpleTable {
  static func events(_ lines: [String]) -> [String] {
    let rows = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    guard let header = rows.first else { return [] }
    return rows.dropFirst().map { row in
      let fields = zip(header, row).filter { !$0.1.isEmpty && $0.0 != "unused" }.map { name, cell in
        "\"\(name)\":" + (Double(cell) == nil ? "\"\(cell)\"" : cell)
      }
      return "{" + fields.joined(separator: ",") + "}"
    }
  }
}
