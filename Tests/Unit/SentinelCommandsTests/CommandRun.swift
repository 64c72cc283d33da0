import Foundation
import SentinelCommands
import SentinelModel
import SentinelPlugin

/// A command run in the process, with streams that are kept and a clock that stands still.
struct CommandRun {
  let status: ExitStatus
  let output: String
  let messages: String

  init(_ arguments: String..., plugins: [Plugin] = []) { self.init(arguments: arguments, plugins: plugins) }

  init(
    arguments: [String], plugins: [Plugin] = [], console: Console = Console(isTerminal: false),
    outputConsole: Console = Console(isTerminal: false), environment: [String: String] = [:]
  ) {
    let output = Collector()
    let messages = Collector()
    let context = CommandContext(
      registry: PluginRegistry(plugins), output: output.sink, messages: messages.sink,
      outputConsole: outputConsole, messageConsole: console, environment: environment, elapsed: { .zero })
    status = SentinelMain.run(arguments, in: context)
    context.output.flush()
    context.messages.flush()
    self.output = output.text
    self.messages = messages.text
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

/// A directory of files that goes away with the value.
final class TemporaryFiles {
  let path: String

  init(_ files: KeyValuePairs<String, String>) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sentinel-\(UUID().uuidString)")
    path = folder.path
    for (name, text) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func callAsFunction(_ name: String) -> String { path + "/" + name }
}
