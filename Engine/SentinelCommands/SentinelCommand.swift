package import ArgumentParser

/// The root of the commands.
package struct SentinelCommand: EngineCommand {
  package static let configuration = CommandConfiguration(
    commandName: "sentinel",
    abstract: "Finds anomalies in LLM telemetry by rules that read like sentences.",
    discussion: """
      Exit codes: 0 done, 1 the rules, tests or events are at fault, 2 wrong usage. Standard output carries results \
      only; messages, progress and summaries go to standard error.

      Shell completions: 'sentinel --generate-completion-script bash' (or zsh, fish) prints a script; for bash put it \
      where bash-completion looks: ~/.local/share/bash-completion/completions/sentinel
      """,
    version: Self.version,
    subcommands: [
      CheckCommand.self, TestCommand.self, ReplayCommand.self, ExplainCommand.self, FunctionsCommand.self,
      MetricsCommand.self, PluginsCommand.self, ConfigurationCommand.self, VersionCommand.self,
    ])

  static let version = "0.1.0"

  package init() {}

  /// - Throws: where the arguments begin with a command that doesn't exist, or ask for help with one.
  static func checkName(in arguments: [String]) throws(ValidationError) {
    let name = arguments.first == "help" ? arguments.dropFirst().first : arguments.first
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let name, !name.hasPrefix("-"), !names.contains(name) else { return }
    throw UnknownName.error("command", name, in: names)
  }

  package func run(in context: CommandContext) throws -> ExitStatus {
    context.messages.writeLine(Self.helpMessage(columns: context.messageConsole.width))
    return .wrongUsage
  }
}

/// A command that gets everything it touches handed in.
package protocol EngineCommand: ParsableCommand {
  func run(in context: CommandContext) throws -> ExitStatus
}
