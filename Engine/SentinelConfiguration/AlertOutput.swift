/// Where transitions are written as NDJSON, besides the alert log.
package enum AlertOutput: Sendable, Hashable {
  case none
  case standardOutput
  case file(String)
}

extension AlertOutput: CustomStringConvertible {
  package var description: String {
    switch self {
    case .none: "none"
    case .standardOutput: "stdout"
    case .file(let path): path
    }
  }
}
