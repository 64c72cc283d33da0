package import ArgumentParser

/// The root of the commands.
package struct SentinelCommand: EngineCommand {
  package static let configuration: CommandConfiguration = SentinelCommand.configuration(with: [])

  /// That of a root that knows further commands, which come first in its help.
  package static func configuration(with further: [any ParsableCommand.Type]) -> CommandConfiguration {
    CommandConfiguration(
      commandName: "sentinel",
      abstract: "Finds anomalies in LLM telemetry by rules that read like sentences.",
      discussion: """
        Exit codes: 0 done, 1 the rules, tests or events are at fault, 2 wrong usage. Standard output carries results \
        only; messages, progress and summaries go to standard error.

        Shell completions: 'sentinel --generate-completion-script bash' (or zsh, fish) prints a script; for bash put it \
        where bash-completion looks: ~/.local/share/bash-completion/completions/sentinel
        """,
      version: SentinelVersion.text,
      subcommands: further + [
        CheckCommand.self, TestCommand.self, ReplayCommand.self, ExplainCommand.self, FunctionsCommand.self,
        MetricsCommand.self, PluginsCommand.self, ConfigurationCommand.self, VersionCommand.self,
      ])
  }

  package init() {}

  package func run(in context: CommandContext) throws -> ExitStatus {
    context.messages.writeLine(Self.helpMessage(columns: context.messageConsole.width))
    return .wrongUsage
  }
}

/// A command that gets everything it touches handed in.
package protocol EngineCommand: ParsableCommand {
  func run(in context: CommandContext) throws -> ExitStatus
}
