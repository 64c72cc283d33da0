package import SentinelModel

/// Transitions as lines of JSON, with the keys in the order of the contract (§5).
package enum TransitionWriter {
  package static func line(_ transition: Transition) -> [UInt8] {
    var json = JSONWriter()
    json.object { write(transition, to: &$0) }
    return json.bytes + [UInt8(ascii: "\n")]
  }

  private static func write(_ transition: Transition, to json: inout JSONWriter) {
    json.member("at", transition.at.rfc3339)
    json.member("rule", transition.rule)
    if let category = transition.category { json.member("category", category) }
    json.member("state", transition.state.rawValue)
    if let reason = transition.reason { json.member("reason", reason.rawValue) }
    json.member("severity", transition.severity.name)
    json.key("labels")
    json.labels(transition.labels)
    if let value = transition.value {
      json.key("value")
      json.number(value)
    }
    if let count = transition.count {
      json.key("count")
      json.integer(count)
    }
    json.member("fingerprint", hex(transition.fingerprint))
    json.member("active_since", transition.activeSince.rfc3339)
    json.member("condition", transition.condition)
    json.key("evidence")
    json.object { json in
      for entry in transition.evidence {
        json.key(entry.name)
        json.evidence(entry.value)
      }
    }
    json.key("annotations")
    json.object { json in for annotation in transition.annotations { json.member(annotation.name, annotation.text) } }
    writeExemplars(transition.exemplars, to: &json)
  }

  private static func writeExemplars(_ exemplars: [Exemplar], to json: inout JSONWriter) {
    json.key("exemplars")
    json.array { json in
      for exemplar in exemplars {
        json.object { json in
          json.member("trace_id", exemplar.traceID)
          json.member("span_id", exemplar.spanID)
          json.key("value")
          json.number(exemplar.value)
        }
      }
    }
  }

  /// Sixteen lower-case hex digits.
  private static func hex(_ fingerprint: UInt64) -> String {
    let digits = String(fingerprint, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
