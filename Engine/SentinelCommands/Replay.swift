import RuleCompiler
import SentinelDiagnostics
import SentinelIngest
import SentinelModel
import SentinelPlugin
import SentinelRuntime

/// A replay at work: inputs through the engine, transitions to the output.
struct Replay {
  let context: CommandContext
  let events: InputOptions
  let drain: TimeSpan
  let isQuiet: Bool
  let settings: EngineSettings

  struct Result {
    var summary: ReplaySummary
    let refusals: RefusalLog
    let alerts: RaisedAlerts
  }

  /// Collects from the engine's callback.
  private final class Alerts {
    var raised = RaisedAlerts()
  }

  func run(_ plan: RuleSetPlan) throws -> Result {
    let begin = context.elapsed()
    let alerts = Alerts()
    let output = context.output
    let engine = try Engine(plan: plan, registry: context.registry, settings: settings) { transition in
      output.write(TransitionWriter.line(transition))
      alerts.raised.append(transition)
    }
    var input = try ReplayInput(
      paths: events.input, layout: engine.layout, mapping: events.mapping, settings: events.settings)
    var progress = Progress(context, isQuiet: isQuiet)
    while !output.isClosed, let batch = try input.next() {
      engine.process(batch)
      progress?.update(read: input.bytesRead, of: input.bytesTotal, events: input.eventCount)
    }
    engine.finish(drain: drain)
    output.flush()
    progress?.clear()
    var summary = ReplaySummary(
      engine.report, refused: input.refusals.count, duration: context.elapsed() - begin)
    summary.oddities = input.oddities
    return Result(summary: summary, refusals: input.refusals, alerts: alerts.raised)
  }
}
