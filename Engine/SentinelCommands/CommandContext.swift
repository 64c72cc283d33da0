import Glibc
package import SentinelModel
package import SentinelPlugin

/// Everything a command reads and writes besides its arguments and the files that they name.
package struct CommandContext {
  package let registry: PluginRegistry
  /// Results, and nothing else.
  package let output: ByteSink
  /// Messages, summaries and progress.
  package let messages: ByteSink
  package let outputConsole: Console
  package let messageConsole: Console
  /// The variables that a configuration may name.
  package let environment: [String: String]
  /// Time since an arbitrary start, for progress and rates: the one clock of the commands.
  package let elapsed: () -> TimeSpan

  package init(
    registry: PluginRegistry, output: ByteSink, messages: ByteSink, outputConsole: Console, messageConsole: Console,
    environment: [String: String] = [:], elapsed: @escaping () -> TimeSpan
  ) {
    self.registry = registry
    self.output = output
    self.messages = messages
    self.outputConsole = outputConsole
    self.messageConsole = messageConsole
    self.environment = environment
    self.elapsed = elapsed
  }

  /// The standard streams and the monotonic clock of this process.
  static func process(registry: PluginRegistry) -> CommandContext {
    CommandContext(
      registry: registry, output: ByteSink(descriptor: STDOUT_FILENO),
      messages: ByteSink(descriptor: STDERR_FILENO, blockSize: 1), outputConsole: .behind(STDOUT_FILENO),
      messageConsole: .behind(STDERR_FILENO), environment: ProcessEnvironment.variables, elapsed: monotonic)
  }

  private static func monotonic() -> TimeSpan {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(Int64(time.tv_sec)) + TimeSpan(nanoseconds: Int64(time.tv_nsec))
  }
}
