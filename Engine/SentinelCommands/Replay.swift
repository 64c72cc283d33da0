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
  let format: ReplayCommand.Format
  let settings: EngineSettings

  struct Result {
    var summary: ReplaySummary
    let refusals: RefusalLog
    let alerts: RaisedAlerts
    /// What stopped the reading of the input before its end.
    let failure: ReplayInputError?
  }

  /// Takes the engine's transitions.
  private final class Listener {
    var raised = RaisedAlerts()
    var progress: Progress?
    private var text: TransitionText?
    private let context: CommandContext

    init(_ plan: RuleSetPlan, _ format: ReplayCommand.Format, _ context: CommandContext, _ progress: Progress?) {
      text = format == .text ? TransitionText(plan) : nil
      self.context = context
      self.progress = progress
    }

    func take(_ transition: Transition) {
      // The bar would be part of the first line.
      if context.outputConsole.isTerminal { progress?.clear() }
      let output = context.output
      if let line = text?.line(transition) {
        output.write(line)
      } else {
        output.write(TransitionWriter.line(transition))
      }
      raised.append(transition)
    }
  }

  func run(_ plan: RuleSetPlan) throws -> Result {
    let begin = context.elapsed()
    let listener = Listener(plan, format, context, Progress(context, isQuiet: isQuiet))
    let engine = try Engine(plan: plan, registry: context.registry, settings: settings) { listener.take($0) }
    var input = try ReplayInput(
      paths: events.input, layout: engine.layout, mapping: events.mapping, settings: events.settings)
    let failure = feed(engine, from: &input, listener)
    if failure == nil { engine.finish(drain: drain) }
    context.output.flush()
    listener.progress?.clear()
    var summary = ReplaySummary(
      engine.report, refused: input.refusals.count, duration: context.elapsed() - begin)
    summary.oddities = input.oddities
    summary.isPartial = failure != nil
    return Result(summary: summary, refusals: input.refusals, alerts: listener.raised, failure: failure)
  }

  /// Gives what stopped the reading before the end of the input.
  private func feed(_ engine: Engine, from input: inout ReplayInput, _ listener: Listener) -> ReplayInputError? {
    do throws(ReplayInputError) {
      while !context.output.isClosed, let batch = try input.next() {
        engine.process(batch)
        // Whoever watches sees alerts as they come; a file or a pipe takes blocks.
        if context.outputConsole.isTerminal { context.output.flush() }
        listener.progress?.update(read: input.bytesRead, of: input.bytesTotal, events: input.eventCount)
      }
      return nil
    } catch { return error }
  }
}
