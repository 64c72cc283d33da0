/// What a command says to the shell.
package enum ExitStatus: Int32, Sendable {
  case done = 0
  /// The rules, tests or events are at fault.
  case faultyInput = 1
  /// The command line is at fault, a path that doesn't exist included.
  case wrongUsage = 2
}
