import SentinelDiagnostics
import SentinelIngest

/// Tells what events held that was taken for nothing: the first thing to look at where rules stay silent.
enum OddityText {
  static func lines(_ oddities: EventOddities) -> String {
    var text = ""
    if !oddities.unreadKeys.isEmpty {
      text += "fields that nothing reads: \(list(oddities.unreadKeys, hint: meant))\n"
    }
    if !oddities.strangeStatuses.isEmpty {
      text += "'status' that is not 'error', so no failure: \(list(oddities.strangeStatuses) { _ in nil })\n"
    }
    return text
  }

  private static let limit = 10

  private static func list(_ entries: [(name: String, count: Int)], hint: (String) -> String?) -> String {
    let sorted = entries.sorted { first, second in
      let isOther = (first.name == NameTally.others, second.name == NameTally.others)
      return isOther.0 == isOther.1 ? (second.count, first.name) < (first.count, second.name) : isOther.1
    }
    let shown = sorted.prefix(limit).map { entry in
      let hint = hint(entry.name).map { "; did you mean '\($0)'?" } ?? ""
      return "\(TerminalText.escape(entry.name)) (\(Figures.grouped(entry.count))\(hint))"
    }
    return shown.joined(separator: ", ") + (entries.count > limit ? " and \(entries.count - limit) more" : "")
  }

  /// What other formats and languages call our fields, in small letters without what joins words.
  private static let foreignNames = [
    "completion": "response", "completiontokens": "output_tokens", "cost": "cost_usd", "duration": "duration_ms",
    "elapsedms": "duration_ms", "env": "environment", "error": "error_type", "latency": "duration_ms",
    "latencyms": "duration_ms", "modelname": "model", "prompttokens": "input_tokens", "sessionid": "session",
    "tenantid": "tenant", "timetofirsttokenms": "ttft_ms", "totalcost": "cost_usd", "userid": "user",
    "vendor": "provider",
  ]

  private static func meant(_ name: String) -> String? {
    let plain = name.lowercased().filter { !"_-. ".contains($0) }
    let ours = EventKey.names.first { $0.filter { $0 != "_" } == plain }
    return foreignNames[plain] ?? ours ?? Spelling.nearest(to: name, in: EventKey.names)
  }
}
