import FoundationEssentials
import SentinelDiagnostics
import Testing
import YAMLTree

/// The broken rule files of the acceptance set whose fault is in the YAML.
@Suite("Broken rule files of the acceptance set")
struct AcceptanceFileTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../../../shared/acceptance/broken-rules")

  static let faults: [(name: String, lines: ClosedRange<Int>)] = [
    ("001", 4...7), ("003", 4...4), ("005", 5...6), ("007", 3...3), ("009", 4...4), ("011", 1...14), ("013", 5...6),
    ("015", 4...4), ("023", 1...1), ("025", 2...2), ("027", 5...6),
  ]

  @Test(
    "the fault is found on its line", .enabled(if: FileManager.default.fileExists(atPath: folder.path), "no ../shared"),
    arguments: faults)
  func findsFault(_ fault: (name: String, lines: ClosedRange<Int>)) throws {
    let data = try Data(contentsOf: Self.folder.appending(path: fault.name + ".yaml"))
    let reading = Reading(bytes: Array(data))
    let finding = try #require(reading.findings.first)
    #expect(fault.lines.contains(reading.source.position(of: finding.range.start).line), "\(finding.message)")
  }
}
