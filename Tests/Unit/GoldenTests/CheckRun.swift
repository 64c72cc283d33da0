import CostDetectors
import Foundation
import LatencyDetectors
import SentinelCommands
import SentinelModel
import SentinelPlugin

/// `sentinel check` run in the process, as if it were run in the folder of the cases.
struct CheckRun {
  let status: ExitStatus
  let output: String
  let messages: String

  init(_ golden: GoldenCase, format: String = "text") {
    let output = Collector()
    let messages = Collector()
    let screen = Console(isTerminal: false)
    let context = CommandContext(
      registry: PluginRegistry([CostDetectors.plugin, LatencyDetectors.plugin]), output: output.sink,
      messages: messages.sink, outputConsole: screen, messageConsole: screen,
      environment: ["PORT": "99999", "CHAT_TOKEN": "never-to-be-shown"], elapsed: { .zero })
    let folder = GoldenCase.folder.path + "/"
    let arguments = golden.arguments.map { FileManager.default.fileExists(atPath: folder + $0) ? folder + $0 : $0 }
    status = SentinelMain.run(["check", "--format", format] + arguments, in: context)
    context.output.flush()
    context.messages.flush()
    self.output = output.text.replacingOccurrences(of: folder, with: "")
    self.messages = messages.text.replacingOccurrences(of: folder, with: "")
  }

  private final class Collector {
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
