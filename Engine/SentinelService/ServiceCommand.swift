package import ArgumentParser
package import SentinelCommands

/// The root of the commands, with those of the service.
package struct ServiceCommand: EngineCommand {
  package static let configuration = SentinelCommand.configuration(with: [RunCommand.self])

  package init() {}

  package func run(in context: CommandContext) throws -> ExitStatus {
    context.messages.writeLine(Self.helpMessage(columns: context.messageConsole.width))
    return .wrongUsage
  }
}
