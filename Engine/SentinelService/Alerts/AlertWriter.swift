import Glibc
import SentinelCommands
import SentinelConfiguration
import SentinelModel

/// Writes transitions as lines of JSON where the configuration says: standard output, a file, or nowhere.
struct AlertWriter: Sendable {
  private let lines: LineWriter?

  /// - Throws: where the file can't be opened.
  init(_ configuration: EngineConfiguration) throws(ServiceFailure) {
    switch configuration.alerts.output {
    case .none: lines = nil
    case .standardOutput: lines = LineWriter(descriptor: 1)
    case .file(let name):
      let path = configuration.alertOutputPath ?? name
      let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
      guard descriptor >= 0 else { throw .cannotWrite(path, String(cString: strerror(errno))) }
      lines = LineWriter(descriptor: descriptor)
    }
  }

  func write(_ transition: Transition) { lines?.write(TransitionWriter.line(transition)) }
}
