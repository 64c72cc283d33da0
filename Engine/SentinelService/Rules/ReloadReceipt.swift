import RuleSyntax
import SentinelDiagnostics
import SentinelModel
import SentinelRules
import SentinelRuntime

/// What an attempt to reload rules did, and why.
struct ReloadReceipt: Sendable {
  /// What started it.
  enum Trigger: String, Sendable {
    case start
    case signal = "SIGHUP"
    case watch
    case request = "POST /-/reload"
  }

  let trigger: Trigger
  let at: Timestamp
  let duration: TimeSpan
  /// The rules that run since.
  let generation: Generation
  /// What became of each rule; nil where nothing changed because of errors.
  let succession: EngineSuccession?
  let diagnostics: Diagnostics

  /// Something changed, if not everything.
  var succeeded: Bool { succession != nil }

  /// Everything is as the files say.
  var isComplete: Bool { succeeded && !diagnostics.hasErrors }

  /// Files with errors, whose rules stayed as they were.
  var isolatedFiles: [String] {
    guard succeeded else { return [] }
    return Set(diagnostics.sorted.filter { $0.level == .error }.map(\.range.source.path)).sorted()
  }
}

extension ReloadReceipt {
  func write(to json: inout JSONWriter) {
    json.member("outcome", isComplete ? "success" : succeeded ? "isolated" : "failure")
    json.member("trigger", trigger.rawValue)
    json.member("at", at.rfc3339)
    json.key("duration_seconds")
    json.number(duration.seconds)
    json.key("generation")
    json.integer(generation.number)
    json.member("digest", generation.digest)
    json.key("files")
    json.array { json in for file in generation.files { json.string(file) } }
    json.key("isolated_files")
    json.array { json in for file in isolatedFiles { json.string(file) } }
    if let succession { Self.write(succession, to: &json) }
    json.key("diagnostics")
    json.array { json in
      for finding in diagnostics.sorted { json.object { Self.write(finding, to: &$0) } }
    }
  }

  private static func write(_ succession: EngineSuccession, to json: inout JSONWriter) {
    json.key("rules")
    json.array { json in
      for rule in succession.rules {
        json.object { json in
          json.member("rule", rule.rule)
          json.member("disposition", rule.disposition.rawValue)
          if let former = rule.formerName { json.member("former_name", former) }
          json.key("reasons")
          json.array { json in for reason in rule.reasons { json.string(reason) } }
          if let until = succession.warming[rule.rule] { json.member("warming_until", until.rfc3339) }
        }
      }
    }
    json.key("closed_alerts")
    json.array { json in
      for alert in succession.closed {
        json.object { json in
          json.member("rule", alert.rule)
          json.key("labels")
          json.labels(alert.labels)
          json.member("state", alert.state.rawValue)
          json.member("reason", alert.reason.rawValue)
        }
      }
    }
    json.key("detectors")
    json.array { json in
      for detector in succession.detectors {
        json.object { json in
          json.member("type", detector.type)
          json.member("disposition", detector.isKept ? "kept" : "fresh")
        }
      }
    }
  }

  private static func write(_ finding: Diagnostic, to json: inout JSONWriter) {
    let position = finding.range.source.position(of: finding.range.start)
    json.member("code", finding.code.id)
    json.member("level", finding.level.rawValue)
    json.member("path", finding.range.source.path)
    json.key("line")
    json.integer(position.line)
    json.key("column")
    json.integer(position.column)
    json.member("message", finding.message)
  }
}
