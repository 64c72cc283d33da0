package import RuleCompiler
import SentinelIngest
package import SentinelModel
import SentinelPlugin
package import SentinelRuntime

/// Transitions as they come; their time must never go back.
package final class Run {
  package private(set) var lines: [String] = []
  private var last = Timestamp.distantPast

  /// Runs batches through an engine. `finish` ends the input.
  package static func transitions(
    _ plan: RuleSetPlan, drain: TimeSpan = .zero, _ body: (Engine) -> Void
  ) -> [String] {
    let run = Run()
    guard let engine = try? Engine(plan: plan, registry: registry, settings: EngineSettings(), emit: run.append) else {
      fatalError("detectors refuse to start without options")
    }
    body(engine)
    engine.finish(drain: drain)
    _ = engine.report
    return run.lines
  }

  /// Runs a few calls through an engine.
  package static func sample(_ plan: RuleSetPlan) { _ = transitions(plan) { $0.process(sampleEvents($0.layout)) } }

  private func append(_ transition: Transition) {
    require(transition.at >= last, "transitions go back in time")
    require(transition.activeSince <= transition.at, "an alert is active before it is seen")
    last = transition.at
    let labels = transition.labels.labels.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
    let annotations = transition.annotations.map(\.text).joined(separator: "|")
    let value = transition.value.map { "\($0)" } ?? ""
    lines.append("\(transition.at) \(transition.rule) \(transition.state) \(labels) \(value) \(annotations)")
  }
}

/// A few calls within twenty seconds, of two services: enough that most conditions have something to look at.
private func sampleEvents(_ layout: BatchLayout) -> EventBatch {
  var decoder = JSONEventDecoder(layout: layout)
  var batch = EventBatch(layout: layout)
  for index in 0..<6 {
    let json = """
      {"timestamp":\(1_762_430_400 + index * 4),"service":"s\(index % 2)","tenant":"acme","model":"gpt-4o",\
      "provider":"openai","status":"\(index == 3 ? "error" : "ok")","duration_ms":\(100 << index),"input_tokens":\(index),\
      "output_tokens":7,"prompt":"what is this","response":"it is that","metrics":{"queue_depth":\(index)},\
      "attributes":{"region":"eu"},"user":"u\(index)"}
      """
    let refusal = Array(json.utf8).withUnsafeBufferPointer {
      decoder.decode($0, into: &batch, position: UInt32(index))
    }
    require(refusal == nil, "an event of our own is refused")
  }
  batch.rows = 0..<batch.count
  return batch
}
