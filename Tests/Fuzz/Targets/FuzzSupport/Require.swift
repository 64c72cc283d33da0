import Glibc

/// Stops the run as a finding where `isFine` is false. A failed `precondition` would do so without saying why: optimised
/// code drops its message.
public func require(_ isFine: Bool, _ message: @autoclosure () -> String) {
  if isFine { return }
  let line = Array("FINDING: \(message())\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  abort()
}
