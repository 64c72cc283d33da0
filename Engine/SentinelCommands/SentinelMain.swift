import ArgumentParser
import Glibc
import SentinelDiagnostics
import SentinelIngest
import SentinelModel
public import SentinelPlugin

/// The way in for an executable: a third party's engine is a package whose `main` calls this with its plugins.
///
///     import SentinelCommands
///     @main struct MyEngine {
///       static func main() { SentinelMain.run(plugins: [MyDetectors.plugin]) }
///     }
public enum SentinelMain {
  /// Runs the command that the process's arguments name, and ends the process with its exit code: 0 done, 1 the input
  /// is at fault or the output can't be written, 2 wrong usage.
  public static func run(plugins: [Plugin]) { run(plugins: plugins, root: SentinelCommand.self) }

  /// The same, with a root that knows more commands.
  package static func run(plugins: [Plugin], root: any EngineCommand.Type) {
    // A reader that closes the pipe shows as a failed write.
    signal(SIGPIPE, SIG_IGN)
    let context = CommandContext.process(registry: PluginRegistry(plugins))
    var status = run(Array(CommandLine.arguments.dropFirst()), root: root, in: context)
    context.output.flush()
    if let failure = context.output.failure {
      context.messages.writeLine("Error: can't write to standard output: \(String(cString: strerror(failure)))")
      status = .faultyInput
    }
    context.messages.flush()
    exit(status.rawValue)
  }

  /// Runs the command that `arguments` name.
  package static func run(
    _ arguments: [String], root: any EngineCommand.Type = SentinelCommand.self, in context: CommandContext
  ) -> ExitStatus {
    do {
      try context.registry.validated(builtInFunctions: FunctionCatalogue.builtIn.names)
      try checkName(in: arguments, of: root)
      var command = try root.parseAsRoot(arguments)
      if let command = command as? any EngineCommand { return try run(command, in: context) }
      try command.run()
      return .done
    } catch let error as MissingPath {
      context.messages.writeLine("Error: \(error.description)")
      return .wrongUsage
    } catch let error as ReplayInputError {
      context.output.flush()
      context.messages.writeLine("Error: \(error.description)")
      return .faultyInput
    } catch let error as Diagnostics {
      context.messages.write(DiagnosticReport(context.messageConsole).text(error))
      return .faultyInput
    } catch {
      return report(error, root: root, in: context)
    }
  }

  /// - Throws: where the arguments begin with a command that doesn't exist, or ask for help with one.
  private static func checkName(in arguments: [String], of root: any EngineCommand.Type) throws(ValidationError) {
    let name = arguments.first == "help" ? arguments.dropFirst().first : arguments.first
    let names = root.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let name, !name.hasPrefix("-"), !names.contains(name) else { return }
    throw UnknownName.error("command", name, in: names)
  }

  /// Mistakes that only show when a command runs are told without the usage of all commands.
  private static func run(_ command: any EngineCommand, in context: CommandContext) throws -> ExitStatus {
    do { return try command.run(in: context) } catch let error as ValidationError {
      context.messages.writeLine("Error: \(error.message)")
      let name = type(of: command).configuration.commandName ?? ""
      context.messages.writeLine("  See 'sentinel \(name) --help' for more information.")
      return .wrongUsage
    }
  }

  /// Help goes to standard output; a mistake in the arguments, with the usage, to standard error.
  private static func report(
    _ error: any Error, root: any EngineCommand.Type, in context: CommandContext
  ) -> ExitStatus {
    let message = root.fullMessage(for: error)
    guard root.exitCode(for: error) != .success else {
      // The script of bash completes the first path of an option alone: where it has no answer, file names are one.
      context.output.writeLine(
        message.replacing("complete -o filenames -F", with: "complete -o filenames -o default -F"))
      return .done
    }
    context.messages.writeLine(message)
    return .wrongUsage
  }
}

/// A path on the command line that doesn't exist: wrong usage, not a fault of the input.
package struct MissingPath: Error, CustomStringConvertible {
  let path: String

  package init(path: String) { self.path = path }

  package var description: String { "there is no file or directory '\(path)'" }
}
