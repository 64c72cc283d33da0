import Foundation
import Testing

/// The repository and what lies beside it.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/").dropFirst()

  static func path(_ relative: String) -> String { "\(root)/\(relative)" }

  static func text(_ relative: String) throws -> String { try String(contentsOfFile: path(relative), encoding: .utf8) }

  /// Labelled logs and traces that are not part of the repository.
  static let hasDatasets = FileManager.default.fileExists(atPath: path("../shared/datasets/llm_anomaly/labels.json"))
  static let datasetsMissing: Comment = "SKIPPED: ../shared/datasets is not there"

  /// The shipped rules without those of the seed plan.
  static let tunedRules = ["Rules/latency", "Rules/cost", "Rules/availability"].map(path)
}
