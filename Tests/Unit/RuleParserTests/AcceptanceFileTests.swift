import Foundation
import RuleParser
import RuleSyntax
import SentinelDiagnostics
import Testing

/// The rule files of the acceptance suite, which lies beside the repository.
@Suite("Acceptance rule files", .enabled(if: TestFiles.hasAcceptance, "../shared/acceptance is not there"))
struct AcceptanceFileTests {
  private static let folder = TestFiles.acceptance

  @Test("that are valid have no findings")
  func valid() {
    let cases = (try? FileManager.default.contentsOfDirectory(atPath: Self.folder.path + "/cases")) ?? []
    for name in cases.sorted() {
      let path = Self.folder.path + "/cases/" + name + "/rules.yaml"
      guard let data = FileManager.default.contents(atPath: path) else { continue }
      #expect(FileReading(bytes: Array(data)).findings == [], "\(name)")
    }
  }

  /// The faults that parsing finds; the others are found when names and types are checked.
  private static let parsed = [
    "001", "003", "005", "007", "009", "011", "013", "015", "017", "021", "023", "025", "027", "029", "031", "033",
    "035",
    "037", "039", "041", "043", "047", "049", "051", "053", "055", "057", "059", "061", "063", "065", "067", "069",
    "071",
    "073", "075", "077", "083", "087", "089", "091", "093", "095", "097", "099", "101", "139", "145", "147", "149",
    "151",
    "153", "155", "157", "159", "169", "177", "179", "181", "183", "185", "197",
  ]

  @Test("that are broken have a finding at the place, with the words of a good message", arguments: parsed)
  func broken(number: String) throws {
    let base = Self.folder.path + "/broken-rules/" + number
    let data = try #require(FileManager.default.contents(atPath: base + ".yaml"))
    let expectation = try String(contentsOfFile: base + ".expect", encoding: .utf8)
    let reading = FileReading(bytes: Array(data))
    let errors = reading.diagnostics.filter { $0.level == .error }
    var lines: ClosedRange<Int>?
    var columns: ClosedRange<Int>?
    let said = reading.findings.joined(separator: "\n") + errors.compactMap(\.help).joined()
    for line in expectation.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      switch parts[0] {
      case "line:": lines = Self.span(parts[1])
      case "cols:": columns = Self.span(parts[1])
      case "word:":
        let word = try Regex(String(parts[1])).ignoresCase()
        #expect(said.firstMatch(of: word) != nil, "\(parts[1]) in \(said)")
      default: break
      }
    }
    let isThere = errors.contains { finding in
      let place = reading.source.position(of: finding.range.start)
      return (lines?.contains(place.line) ?? true) && (columns?.contains(place.column) ?? true)
    }
    #expect(isThere, "\(expectation) in \(reading.findings)")
  }

  private static func span(_ text: Substring) -> ClosedRange<Int>? {
    let ends = text.split(separator: "-").compactMap { Int($0) }
    guard let first = ends.first, let last = ends.last else { return nil }
    return first...last
  }
}
