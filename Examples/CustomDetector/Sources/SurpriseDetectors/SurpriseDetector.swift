import SentinelDiagnostics
import SentinelModel
import SentinelPlugin

/// Scores how unusual the length of an answer is for its model: its distance from an exponentially weighted mean, in
/// exponentially weighted deviations. It is a stream detector: what it remembers is its `state`, and nothing else.
struct SurpriseDetector: Detector {
  struct Configuration: DetectorConfiguration {
    var warmup = 30
    var weight = 0.05

    init() {}

    static let schema = Schema<Self>(
      .init("warmup", \.warmup, in: 2...10_000, "answers of a model before its first score"),
      .init("weight", \.weight, in: 0.001...0.5, "how much of the mean each new answer replaces"))
  }

  enum Output: Int, DetectorOutput {
    case surprise

    var metric: Metric {
      Metric(
        "output_tokens_surprise", kind: .distribution, unit: .one, range: 0...Double.infinity,
        help: "how many deviations an answer's length is from what its model usually gives")
    }
  }

  /// What is known about the answers of one model.
  struct Level: Codable, Sendable {
    var count = 0
    var mean = 0.0
    var variance = 0.0
  }

  static let descriptor = DetectorDescriptor(
    type: "surprise", summary: "scores answers by how unusual their length is", labels: [.label("model")],
    numbers: [.outputTokens])

  /// How many models are remembered; those that come later are not scored. Events choose the names of models, so
  /// without a bound they would choose how much memory this takes.
  static let modelLimit = 500

  var state: [String: Level] = [:]
  private let configuration: Configuration

  init(_ configuration: Configuration) throws(Diagnostics) { self.configuration = configuration }

  mutating func observe(_ batch: EventBatch, into samples: inout SampleBuffer<Output>) {
    guard let tokens = batch.column(.outputTokens), let models = batch.column(.label("model")) else { return }
    for row in batch.rows where !tokens[row].isNaN {
      let model = models[row]
      guard var level = state[model] ?? (state.count < Self.modelLimit ? Level() : nil) else { continue }
      if level.count >= configuration.warmup, level.variance > 0 {
        samples.append(.surprise, row: row, abs(tokens[row] - level.mean) / level.variance.squareRoot())
      }
      level.learn(tokens[row], weight: configuration.weight)
      state[model] = level
    }
  }
}

extension SurpriseDetector.Level {
  /// Incremental mean and variance. Source: Finch, "Incremental calculation of weighted mean and variance" (2009), §9.
  fileprivate mutating func learn(_ value: Double, weight: Double) {
    count += 1
    if count == 1 {
      mean = value
      return
    }
    let distance = value - mean
    mean += weight * distance
    variance = (1 - weight) * (variance + weight * distance * distance)
  }
}
