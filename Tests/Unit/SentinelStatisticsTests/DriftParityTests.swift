import Foundation
import SentinelStatistics
import Testing

/// Reference cases from SciPy and NumPy, in a shared folder beside the repository.
private struct ParityCases: Decodable {
  struct Expected: Decodable {
    let ksStatistic: Double
    let ksPvalueAuto: Double
    let wasserstein1: Double
    let psiDeciles: Double
    let psiEdges: [Double]
    let psiBaselineCounts: [Double]
    let psiCurrentCounts: [Double]
  }

  struct Numeric: Decodable {
    let name: String
    let baseline: [Double]
    let current: [Double]
    let expected: Expected
  }

  let numeric: [Numeric]

  static let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../../shared/datasets/drift/parity_cases.json").standardizedFileURL

  static var isThere: Bool { FileManager.default.fileExists(atPath: url.path) }

  static func read() throws -> ParityCases {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(ParityCases.self, from: Data(contentsOf: url))
  }
}

@Suite(
  "Drift parity", .enabled(if: ParityCases.isThere, "SKIPPED: ../shared/datasets/drift/parity_cases.json is missing"))
struct DriftParityTests {
  @Test("statistics, bins and distances are those of SciPy and NumPy")
  func parity() throws {
    let cases = try ParityCases.read().numeric
    #expect(cases.count >= 10)
    for parity in cases {
      let name = Comment(rawValue: parity.name)
      let (current, baseline) = (WeightedSample(parity.current), WeightedSample(parity.baseline))
      let expected = parity.expected
      #expect(agree(TwoSample.ks(current: current, baseline: baseline), expected.ksStatistic), name)
      #expect(agree(TwoSample.wasserstein(current: current, baseline: baseline), expected.wasserstein1), name)
      #expect(agree(TwoSample.psi(current: current, baseline: baseline), expected.psiDeciles), name)
      let bins = try #require(QuantileBins(decilesOf: baseline), name)
      #expect(bins.edges.count == expected.psiEdges.count, name)
      for (edge, reference) in zip(bins.edges, expected.psiEdges) { #expect(agree(edge, reference), name) }
      let counts = { (sample: WeightedSample) in bins.shares(of: sample)?.map { $0 * sample.totalWeight } ?? [] }
      for (count, reference) in zip(counts(current), expected.psiCurrentCounts) {
        #expect(agree(count, reference), name)
      }
      for (count, reference) in zip(counts(baseline), expected.psiBaselineCounts) {
        #expect(agree(count, reference), name)
      }
    }
  }

  @Test("on large samples the corrected p is close to the exact one")
  func pvalues() throws {
    for parity in try ParityCases.read().numeric where min(parity.current.count, parity.baseline.count) >= 300 {
      let p = TwoSample.ksPvalue(current: WeightedSample(parity.current), baseline: WeightedSample(parity.baseline))
      #expect((p - parity.expected.ksPvalueAuto).magnitude < 0.02, Comment(rawValue: parity.name))
    }
  }
}
