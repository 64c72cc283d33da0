import Foundation
import SentinelIngest
import SentinelModel
import Testing

@Suite("Files that lie beside the repository")
struct SharedFilesTests {
  private static let shared = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../../shared").standardizedFileURL

  private static func files(_ folder: String, where isMeant: (String) -> Bool) -> [String] {
    let root = shared.appendingPathComponent(folder).path
    guard let names = FileManager.default.enumerator(atPath: root) else {
      print("SKIPPED: \(root) is missing")
      return []
    }
    return names.compactMap { $0 as? String }.sorted().filter(isMeant).map { "\(root)/\($0)" }
  }

  private static func read(_ path: String, _ map: [String]) throws -> (events: Int, refusals: [String]) {
    var input = try ReplayInput(paths: [path], layout: .everything, mapping: try CSVMapping.parse(map))
    while try input.next() != nil {}
    return (input.eventCount, input.refusals.first.map(\.description))
  }

  @Test("every events file of the acceptance cases is read without a refusal")
  func acceptance() throws {
    for path in Self.files("acceptance/cases", where: { $0.contains("/events") }) {
      #expect(try Self.read(path, []).refusals == [], "\(path)")
    }
  }

  @Test("the traces and the request logs are read whole")
  func datasets() throws {
    let logs = Self.files("datasets/llm_anomaly", where: { $0.hasSuffix(".csv") })
    for path in logs {
      let result = try Self.read(path, ["duration_ms=latency_ms", "status_code=status"])
      #expect(result.events > 10_000)
      #expect(result.refusals == [])
    }
    for path in Self.files("datasets/llm_traces", where: { $0.hasPrefix("azure_2023") }) {
      let result = try Self.read(path, [])
      #expect(result.events > 5_000)
      #expect(result.refusals == [])
    }
  }
}
