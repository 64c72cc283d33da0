import SentinelModel
import SentinelPlugin
import SentinelTestKit
@testable import SurpriseDetectors
import Testing

@Suite("The surprise detector")
struct SurpriseDetectorTests {
  /// Answers of 100 and 110 tokens in turn, then one of `last`.
  private func score(ofLast last: Double) throws -> Double? {
    let lengths = (0..<60).map { $0 % 2 == 0 ? 100.0 : 110.0 } + [last]
    let rows = lengths.enumerated().map { index, length in
      EventRow(at: Double(index), labels: ["model": "m"], numbers: [.outputTokens: length])
    }
    return try SurpriseDetector.samples(of: rows).values(.surprise, rows: rows.count).last ?? nil
  }

  @Test("is not surprised by an answer of usual length")
  func usual() throws {
    #expect(try #require(try score(ofLast: 105)) < 1)
  }

  @Test("is surprised by a long answer and by an empty one")
  func unusual() throws {
    #expect(try #require(try score(ofLast: 400)) > 10)
    #expect(try #require(try score(ofLast: 0)) > 10)
  }

  @Test("says nothing before it has seen enough")
  func warmup() throws {
    let rows = [100, 110, 900].map { EventRow(labels: ["model": "m"], numbers: [.outputTokens: $0]) }
    #expect(try SurpriseDetector.samples(of: rows)[.surprise].isEmpty)
    let options = DetectorOptions(["warmup": .number(2)])
    #expect(try SurpriseDetector.samples(of: rows, options: options)[.surprise].count == 1)
  }

  @Test("keeps the promises that every detector makes")
  func conformance() {
    #expect(DetectorConformance(SurpriseDetector.self).violations() == [])
  }

  @Test("fits into a registry, with its function")
  func registry() throws {
    let registry = try PluginRegistry([plugin]).validated(builtInFunctions: ["zscore"])
    #expect(registry.metrics.names == ["output_tokens_surprise"])
    #expect(registry.functions.map(\.signature.name) == ["over_peak"])
  }
}
