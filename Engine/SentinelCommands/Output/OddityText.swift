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
    let sorted = entries.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    let shown = sorted.prefix(limit).map { entry in
      let hint = hint(entry.name).map { "; did you mean '\($0)'?" } ?? ""
      return "\(TerminalText.escape(entry.name)) (\(Figures.grouped(entry.count))\(hint))"
    }
    return shown.joined(separator: ", ") + (entries.count > limit ? " and \(entries.count - limit) more" : "")
  }

  /// What other formats and languages call our fields.
  private static let foreignNames = [
    "completion": "response", "completion_tokens": "output_tokens", "cost": "cost_usd", "duration": "duration_ms",
    "elapsed_ms": "duration_ms", "env": "environment", "error": "error_type", "latency": "duration_ms",
    "latency_ms": "duration_ms", "model_name": "model", "prompt_tokens": "input_tokens", "session_id": "session",
    "tenant_id": "tenant", "time_to_first_token_ms": "ttft_ms", "total_cost": "cost_usd", "user_id": "user",
    "vendor": "provider",
  ]

  private static func meant(_ name: String) -> String? {
    foreignNames[name.lowercased()] ?? Spelling.nearest(to: name, in: EventKey.names)
  }
}
