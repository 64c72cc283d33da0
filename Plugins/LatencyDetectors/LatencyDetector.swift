package import SentinelDiagnostics
package import SentinelModel
package import SentinelPlugin

/// Gives what every LLM call tells about itself: that it was one, whether it failed, and how long its parts took.
///
/// Embeddings, agents and tools give none of these, so that a 20 ms embedding doesn't sit in a chat's p99; operations
/// that are neither a call nor an embedding give `genai_operation_duration_seconds`.
package struct LatencyDetector: EventDetector {
  package static let descriptor = DetectorDescriptor(
    type: "latency", summary: "counts and times of LLM calls",
    numbers: [.durationSeconds, .ttftSeconds, .queueSeconds, .processingSeconds, .outputTokens])

  package init(_ configuration: NoConfiguration) throws(Diagnostics) {}

  package func measure(_ batch: EventBatch, into samples: inout SampleBuffer<Output>) {
    let (rows, kinds, errors) = (batch.rows, batch.kinds, batch.errors)
    samples.fill(.requests, rows: rows) { kinds[$0] == .call ? 1 : .nan }
    samples.fill(.errors, rows: rows) { kinds[$0] == .call ? (errors[$0] ? 1 : 0) : .nan }
    samples.fill(.errorRate, rows: rows) { kinds[$0] == .call ? (errors[$0] ? 1 : 0) : .nan }
    if let durations = batch.column(.durationSeconds) {
      samples.fill(.duration, rows: rows) { kinds[$0] == .call ? durations[$0] : .nan }
      samples.fill(.durationMilliseconds, rows: rows) {
        kinds[$0] == .call ? durations[$0].secondsInMilliseconds : .nan
      }
      samples.fill(.operationDuration, rows: rows) { kinds[$0] == .other ? durations[$0] : .nan }
    }
    fill(.timeToFirstToken, with: .ttftSeconds, of: batch, into: &samples)
    fill(.queueTime, with: .queueSeconds, of: batch, into: &samples)
    fill(.processingTime, with: .processingSeconds, of: batch, into: &samples)
    fillTokensPerSecond(of: batch, into: &samples)
  }

  private func fill(
    _ output: Output, with field: NumberField, of batch: EventBatch, into samples: inout SampleBuffer<Output>
  ) {
    guard let column = batch.column(field) else { return }
    let kinds = batch.kinds
    samples.fill(output, rows: batch.rows) { kinds[$0] == .call ? column[$0] : .nan }
  }

  private func fillTokensPerSecond(of batch: EventBatch, into samples: inout SampleBuffer<Output>) {
    guard let durations = batch.column(.durationSeconds), let tokens = batch.column(.outputTokens) else { return }
    let (kinds, firsts) = (batch.kinds, batch.column(.ttftSeconds))
    samples.fill(.tokensPerSecond, rows: batch.rows) { row in
      guard kinds[row] == .call else { return .nan }
      return Self.tokensPerSecond(tokens: tokens[row], duration: durations[row], firstToken: firsts?[row] ?? .nan)
    }
  }

  /// Output tokens over the time in which they were generated: the duration without the time to the first token, where
  /// that is known. NaN where the time isn't above 0 or anything else is missing. Source: the contract's §2, [P62].
  static func tokensPerSecond(tokens: Double, duration: Double, firstToken: Double) -> Double {
    let generation = firstToken.isNaN ? duration : duration - firstToken
    return generation > 0 ? tokens / generation : .nan
  }
}
