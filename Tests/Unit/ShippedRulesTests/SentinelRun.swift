import CostDetectors
import LatencyDetectors
import SentinelCommands
import SentinelModel
import SentinelPlugin

/// A command of the engine with the plugins that come with it, run in this process.
struct SentinelRun {
  let status: SentinelCommands.ExitStatus
  let output: String
  let messages: String

  init(_ arguments: [String]) {
    let output = Stream()
    let messages = Stream()
    let console = Console(isTerminal: false)
    let context = CommandContext(
      registry: PluginRegistry([CostDetectors.plugin, LatencyDetectors.plugin]), output: output.sink,
      messages: messages.sink, outputConsole: console, messageConsole: console, elapsed: { .zero })
    status = SentinelMain.run(arguments, in: context)
    context.output.flush()
    context.messages.flush()
    self.output = output.text
    self.messages = messages.text
  }

  private final class Stream {
    private var bytes: [UInt8] = []
    var text: String { String(decoding: bytes, as: UTF8.self) }

    var sink: ByteSink {
      ByteSink { [self] block in
        bytes.append(contentsOf: block)
        return 0
      }
    }
  }
}
