import SentinelDiagnostics
import SentinelModel

/// What each column of a CSV file gives.
struct CSVHeader {
  enum Column {
    /// Its name has no meaning.
    case unknown
    /// Nobody reads it.
    case ignored
    case timestamp
    /// Index into the labels of a row.
    case label(Int)
    /// Index into the numbers of a row.
    case number(Int, isMilliseconds: Bool)
    case text(Int)
    case statusCode
    /// Index into the numbers of a row; -1 where nobody reads it.
    case metric(Int)
  }

  private(set) var columns: [Column]
  let names: [String]

  /// Resolves the mapping, then the columns that are named like a field and that no mapping mentions.
  init(names: [String], mapping: CSVMapping, row: EventRow, path: String) throws(ReplayInputError) {
    self.names = names
    columns = Array(repeating: .unknown, count: names.count)
    var taken = Set<Int>()
    var given = Set<CSVMapping.Target>()
    for entry in mapping.entries {
      let places = names.indices.filter { names[$0] == entry.column }
      guard let place = places.first else { throw Self.noColumn(entry, names, path) }
      guard places.count == 1 else {
        throw .header(path: path, reason: "the column '\(entry.column)' stands in the header \(places.count) times")
      }
      columns[place] = Self.column(entry.target, row)
      taken.insert(place)
      given.insert(entry.target)
      // One column may feed several targets only through several columns of the file: the last would win silently.
      if mapping.entries.contains(where: { $0.column == entry.column && $0.target != entry.target }) {
        throw .header(path: path, reason: "the column '\(entry.column)' is mapped twice")
      }
    }
    for place in names.indices where !taken.contains(place) && CSVMapping.fields.contains(names[place]) {
      let target = CSVMapping.Target.field(names[place])
      guard given.insert(target).inserted else { continue }
      columns[place] = Self.column(target, row)
    }
    guard given.contains(.field("timestamp")) else { throw Self.noTimestamp(names, path) }
  }

  private static func column(_ target: CSVMapping.Target, _ row: EventRow) -> Column {
    switch target {
    case .metric(let name):
      return .metric(row.layout.metrics.firstIndex(of: name).map { EventRow.numberCount + $0 } ?? -1)
    case .label(let name):
      if let label = EventKey.labelIndex(name) { return .label(label) }
      return row.attributes.firstIndex(of: name).map { .label(EventRow.labelCount + $0) } ?? .ignored
    case .field(let name):
      switch EventKey.all.first(where: { $0.name == name })?.role {
      case .timestamp: return .timestamp
      case .label(let index): return .label(index)
      case .number(let field, let isMilliseconds): return .number(field.rawValue, isMilliseconds: isMilliseconds)
      case .text(let text): return .text(text.rawValue)
      case .statusCode: return .statusCode
      case .metrics, .attributes, .list, nil: return .ignored
      }
    }
  }

  private static func noColumn(_ entry: CSVMapping.Entry, _ names: [String], _ path: String) -> ReplayInputError {
    guard areNames(names) else {
      return .header(
        path: path, reason: "no column '\(entry.column)', to which '\(entry.target.text)' is mapped; \(noHeader(names))"
      )
    }
    let hint = Spelling.nearest(to: entry.column, in: names).map { "did you mean '\($0)'? " } ?? ""
    return .header(
      path: path,
      reason: "no column '\(entry.column)', to which '\(entry.target.text)' is mapped; \(hint)\(list(names))")
  }

  private static func noTimestamp(_ names: [String], _ path: String) -> ReplayInputError {
    guard areNames(names) else { return .header(path: path, reason: noHeader(names)) }
    var reason = "no column gives the timestamp; name one with --map timestamp=COLUMN; \(list(names))"
    if let relative = names.first(where: {
      $0.hasPrefix("offset") || $0.hasPrefix("elapsed") || $0.hasPrefix("relative")
    }) {
      reason =
        "'\(relative)' is a time relative to a start, not a timestamp; add an instant to it beforehand, or count it as "
        + "seconds since 1970 with --map timestamp=\(relative); \(list(names))"
    }
    return .header(path: path, reason: reason)
  }

  /// Whether a first line can be a header. What stands in one that is an event is never shown: it may be a prompt.
  private static func areNames(_ names: [String]) -> Bool {
    names.allSatisfy { name in
      let isShort = name.utf8.count <= 64 && name.split(separator: " ").count <= 4
      let startsAsName = name.unicodeScalars.first.map { $0.properties.isAlphabetic || $0 == "_" } ?? false
      return isShort && startsAsName && !name.unicodeScalars.contains { "{}[]\"\\?!".unicodeScalars.contains($0) }
    }
  }

  private static func noHeader(_ names: [String]) -> String {
    if let first = names.first?.unicodeScalars.first, first == "{" || first == "[" {
      return
        "the first line looks like JSON, not like CSV; name the file .ndjson or .json, or give --input-format ndjson"
    }
    return "the first line doesn't look like a header, which names the columns; put one in front of the rows"
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(40).map { "'\($0.prefix(64))'" }.joined(separator: ", ")
    return "the header has \(shown)\(names.count > 40 ? " and \(names.count - 40) more" : "")"
  }
}
