import Foundation
import SentinelCommands
import Testing

/// What a replay with labels found.
struct ScoredReplay {
  /// The rule of each alert, in the order in which they began to fire.
  let alerts: [String]
  private let messages: String

  init(_ arguments: [String], rules: [String] = Repository.tunedRules) throws {
    let run = SentinelRun(["replay", "--rules"] + rules + arguments)
    try #require(run.status == .done, "\(run.messages)")
    messages = run.messages
    var firing: Set<String> = []
    var alerts: [String] = []
    for line in run.output.split(separator: "\n") {
      let transition = try JSONDecoder().decode(Transition.self, from: Data(line.utf8))
      switch transition.state {
      case "firing": if firing.insert(transition.fingerprint).inserted { alerts.append(transition.rule) }
      case "resolved": firing.remove(transition.fingerprint)
      default: break
      }
    }
    self.alerts = alerts
  }

  /// A figure of the table of scores.
  func figure(_ name: String) -> String? {
    messages.split(separator: "\n").first { $0.hasPrefix(name + " ") }?
      .dropFirst(name.count).trimmingCharacters(in: .whitespaces)
  }

  private struct Transition: Decodable {
    var rule: String
    var state: String
    var fingerprint: String
  }
}
