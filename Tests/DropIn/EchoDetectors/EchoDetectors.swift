import SentinelDiagnostics
import SentinelModel
public import SentinelPlugin

/// A whole plugin in one file.
public let plugin = Plugin(
  name: "EchoDetectors", version: "1.0.0", summary: "gives the output tokens of a call once more",
  detectors: [DetectorRegistration(EchoDetector.self)])

struct EchoDetector: EventDetector {
  enum Output: Int, DetectorOutput {
    case echo
    var metric: Metric { Metric("echoed_tokens", kind: .sum, unit: .tokens, help: "output tokens once more") }
  }

  static let descriptor = DetectorDescriptor(type: "echo", summary: "echoes output tokens", numbers: [.outputTokens])

  init(_ configuration: NoConfiguration) throws(Diagnostics) {}

  func measure(_ batch: EventBatch, into samples: inout SampleBuffer<Output>) {
    guard let tokens = batch.column(.outputTokens) else { return }
    samples.fill(.echo, rows: batch.rows) { tokens[$0] }
  }
}
