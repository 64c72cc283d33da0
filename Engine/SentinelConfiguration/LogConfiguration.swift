/// What the engine says about itself.
package struct LogConfiguration: Sendable, Equatable {
  package enum Level: String, CaseIterable, Sendable {
    case trace
    case debug
    case info
    case notice
    case warning
    case error
    case critical
  }

  package enum Format: String, CaseIterable, Sendable {
    case json
    case text
  }

  package var level = Level.info
  package var format = Format.json
}
