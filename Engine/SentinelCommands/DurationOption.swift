import ArgumentParser
import RuleParser
import SentinelModel

/// Durations and times on the command line, written as in rules.
enum DurationOption {
  /// `90s`, `1h30m`, `0`
  static func read(_ text: String) throws -> TimeSpan {
    if text == "0" { return .zero }
    switch DurationLiteral.read(text) {
    case .success(let span): return span
    case .failure(let fault): throw ValidationError("\(fault.message); \(fault.label)")
    }
  }

  /// RFC 3339; without a zone it is UTC.
  static func readTime(_ text: String) throws -> Timestamp {
    guard let time = Timestamp(rfc3339: text, zoneRequired: false) else {
      throw ValidationError("'\(text)' is no time; write 2025-11-06T12:00:00Z")
    }
    return time
  }
}
