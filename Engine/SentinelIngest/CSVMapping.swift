import SentinelDiagnostics

/// Which column of a CSV file gives which field: the options `--map` of a replay.
package struct CSVMapping: Hashable, Sendable {
  /// What a column becomes.
  package enum Target: Hashable, Sendable {
    /// A field of an event by its name in JSON.
    case field(String)
    case label(String)
    case metric(String)

    /// As `--map` writes it.
    package var text: String {
      switch self {
      case .field(let name): name
      case .label(let name): "label:\(name)"
      case .metric(let name): "metric:\(name)"
      }
    }
  }

  package struct Entry: Hashable, Sendable {
    package let target: Target
    package let column: String
  }

  /// In the order given; no target occurs twice.
  package let entries: [Entry]

  /// No option: columns named like a field give that field.
  package init() { entries = [] }

  private init(_ entries: [Entry]) { self.entries = entries }

  /// All that is wrong with the options, one sentence each.
  package struct Fault: Error, Hashable, Sendable {
    package let messages: [String]
  }

  /// The fields that a column can give.
  package static let fields: [String] = EventKey.all.filter { $0.role.isScalar }.map(\.name)

  /// Reads `FIELD=COLUMN`, `label:NAME=COLUMN` and `metric:NAME=COLUMN`. A column may hold `=`, a field doesn't.
  package static func parse(_ options: [String]) throws(Fault) -> CSVMapping {
    var entries: [Entry] = []
    var messages: [String] = []
    for option in options {
      do throws(Fault) {
        let entry = try entry(option)
        if let other = entries.first(where: { $0.target == entry.target }) {
          throw Fault(messages: ["'\(entry.target.text)' is mapped to '\(other.column)' and to '\(entry.column)'"])
        }
        entries.append(entry)
      } catch {
        messages += error.messages
      }
    }
    guard messages.isEmpty else { throw Fault(messages: messages) }
    return CSVMapping(entries)
  }

  private static func entry(_ option: String) throws(Fault) -> Entry {
    guard let equals = option.firstIndex(of: "=") else {
      throw Fault(messages: [
        "'\(option)' has no '='; a mapping is FIELD=COLUMN, label:NAME=COLUMN or metric:NAME=COLUMN"
      ])
    }
    let name = String(option[..<equals])
    let column = String(option[option.index(after: equals)...])
    guard !column.isEmpty else { throw Fault(messages: ["'\(option)' names no column behind the '='"]) }
    return Entry(target: try target(name, option), column: column)
  }

  private static func target(_ name: String, _ option: String) throws(Fault) -> Target {
    let named: [(prefix: String, make: (String) -> Target)] = [
      ("label:", { .label($0) }), ("metric:", { .metric($0) }),
    ]
    for (prefix, make) in named where name.hasPrefix(prefix) {
      let rest = String(name.dropFirst(prefix.count))
      guard !rest.isEmpty else { throw Fault(messages: ["'\(option)' has no name behind '\(prefix)'"]) }
      return make(rest)
    }
    guard fields.contains(name) else {
      let hint =
        Spelling.nearest(to: name, in: fields).map { "did you mean '\($0)'?" }
        ?? "for a label write label:\(name)=…, for a metric metric:\(name)=…"
      throw Fault(messages: ["'\(name)' is not a field of an event; \(hint)"])
    }
    return .field(name)
  }
}

extension EventKey.Role {
  /// Whether one value gives it, not a list or an object.
  var isScalar: Bool {
    switch self {
    case .timestamp, .label, .number, .text, .statusCode: true
    case .metrics, .attributes, .list: false
    }
  }
}
