import Foundation

/// What the three formats of `sentinel check` must agree in.
struct FindingPlace: Equatable, Decodable, CustomStringConvertible {
  let level: String
  let file: String
  let line: Int
  let column: Int
  let code: String

  var description: String { "\(file):\(line):\(column): \(level) \(code)" }

  /// Of the lines `FILE:LINE:COLUMN: LEVEL: … [CODE]`.
  static func ofText(_ text: String) -> [FindingPlace] {
    text.matches(of: /(?m)^(\S[^\n]*?):(\d+):(\d+): (error|warning): .*\[(SR\d{3})\]$/).compactMap { match in
      place(match.4, match.1, match.2, match.3, match.5)
    }
  }

  /// Of workflow commands, one a line; nil where a line is something else.
  static func ofAnnotations(_ text: String) -> [FindingPlace]? {
    var places: [FindingPlace] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("::notice file=") {
      let command = /::(error|warning) file=([^:,]+),line=(\d+),col=(\d+),endLine=\d+,endColumn=\d+,title=(SR\d{3})::.+/
      guard let match = line.wholeMatch(of: command),
        let place = place(match.1, match.2, match.3, match.4, match.5)
      else { return nil }
      places.append(place)
    }
    return places
  }

  private static func place(
    _ level: Substring, _ file: Substring, _ line: Substring, _ column: Substring, _ code: Substring
  ) -> FindingPlace? {
    guard let line = Int(line), let column = Int(column) else { return nil }
    return FindingPlace(level: String(level), file: String(file), line: line, column: column, code: String(code))
  }
}

/// `sentinel check --format json`
struct FindingList: Decodable {
  private struct End: Decodable {
    let line: Int
    let column: Int

    enum CodingKeys: String, CodingKey {
      case line = "end_line"
      case column = "end_column"
    }
  }

  let diagnostics: [FindingPlace]
  let errors: Int
  let warnings: Int
  let omitted: Int
  /// Each range ends behind its beginning.
  let isOrdered: Bool

  private enum CodingKeys: CodingKey { case diagnostics, errors, warnings, omitted }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    diagnostics = try values.decode([FindingPlace].self, forKey: .diagnostics)
    errors = try values.decode(Int.self, forKey: .errors)
    warnings = try values.decode(Int.self, forKey: .warnings)
    omitted = try values.decode(Int.self, forKey: .omitted)
    let ends = try values.decode([End].self, forKey: .diagnostics)
    isOrdered = zip(diagnostics, ends).allSatisfy { ($0.line, $0.column) <= ($1.line, $1.column) }
  }
}
