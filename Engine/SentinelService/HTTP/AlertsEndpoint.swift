import Hummingbird
import SentinelCommands
import SentinelDiagnostics
import SentinelModel

/// `GET /api/v1/alerts`: the alerts that are pending or firing, and, with other states, those that were;
/// `GET /api/v1/anomalies`: when alerts fired or changed their severity. The newest first, in pages.
struct AlertsEndpoint: Sendable {
  let log: AlertLog

  private static let defaultLimit = 100
  private static let mostLimit = 1_000

  /// A parameter that can't be read.
  private struct Fault: Error { let message: String }

  func alerts(_ parameters: Query) -> Response {
    answer(parameters, "alerts") { filter, limit, cursor in
      guard filter.states.isEmpty || filter.states.allSatisfy({ $0 == .pending || $0 == .firing }) else {
        return log.entries(before: cursor, limit: limit, where: filter.passes)
      }
      let active = log.active.filter { filter.passes($0.transition) && ($0.sequence < cursor ?? .max) }
      return Array(active.prefix(limit))
    }
  }

  func anomalies(_ parameters: Query) -> Response {
    answer(parameters, "anomalies") { filter, limit, cursor in
      log.entries(before: cursor, limit: limit) { $0.state == .firing && filter.passes($0) }
    }
  }

  private func answer(
    _ parameters: Query, _ name: String, _ find: (AlertFilter, Int, UInt64?) -> [AlertLog.Entry]
  ) -> Response {
    do throws(Fault) {
      let filter = try filter(parameters)
      let limit = try number(parameters, "limit", in: 1...Self.mostLimit) ?? Self.defaultLimit
      let cursor = try number(parameters, "cursor", in: 1...Int.max).map { UInt64($0) }
      let entries = find(filter, limit, cursor)
      return Answer.json { json in
        json.object { json in
          json.key(name)
          json.array { json in for entry in entries { json.raw(Self.text(entry.transition)) } }
          json.key("next_cursor")
          if entries.count == limit, let last = entries.last { json.member(last.sequence) } else { json.null() }
        }
      }
    } catch { return Answer.problem(.badRequest, "bad_parameter", error.message) }
  }

  private static func text(_ transition: Transition) -> String {
    String(decoding: TransitionWriter.line(transition).dropLast(), as: UTF8.self)
  }

  private func filter(_ parameters: Query) throws(Fault) -> AlertFilter {
    var filter = AlertFilter()
    let known = ["from", "to", "rule", "severity", "state", "label", "limit", "cursor"]
    for (name, value) in parameters.entries {
      switch name {
      case "from": filter.from = try time(name, value)
      case "to": filter.to = try time(name, value)
      case "rule": filter.rules.append(value)
      case "severity":
        filter.severities.append(try choice(name, value, Severity(name: value), "info, warning, critical"))
      case "state":
        filter.states.append(
          try choice(name, value, AlertState(rawValue: value), "pending, firing, resolved, inactive"))
      case "label":
        guard let equals = value.firstIndex(of: "="), equals != value.startIndex else {
          throw Fault(message: "'label' is NAME=VALUE")
        }
        filter.labels.append((String(value[..<equals]), String(value[value.index(after: equals)...])))
      case "limit", "cursor": break
      default:
        let hint = Spelling.nearest(to: name, in: known).map { "; did you mean '\($0)'?" } ?? ""
        throw Fault(message: "there is no parameter '\(name.prefix(40))'\(hint)")
      }
    }
    return filter
  }

  private func time(_ name: String, _ value: String) throws(Fault) -> Timestamp {
    guard let time = Timestamp(rfc3339: value, zoneRequired: false) else {
      throw Fault(message: "'\(name)' is a time, as 2025-11-06T12:00:00Z")
    }
    return time
  }

  private func choice<Value>(
    _ name: String, _ value: String, _ choice: Value?, _ choices: String
  ) throws(Fault) -> Value {
    guard let choice else { throw Fault(message: "'\(name)' is one of \(choices)") }
    return choice
  }

  private func number(_ parameters: Query, _ name: String, in range: ClosedRange<Int>) throws(Fault) -> Int? {
    guard let text = parameters.entries.last(where: { $0.name == name })?.value else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Fault(message: "'\(name)' is a whole number in \(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }
}

extension JSONWriter {
  fileprivate mutating func member(_ sequence: UInt64) { string("\(sequence)") }
}
