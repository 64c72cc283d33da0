package import SentinelModel

/// How long an instant waits for what is still to arrive: as long as the slowest kind of source that is active [P82].
package struct Lateness: Sendable {
  /// How events come.
  package enum SourceKind: Int, Sendable, CaseIterable {
    case events
    case otlp
  }

  /// How long each kind of source takes to bring an event.
  private var spans: [SourceKind: TimeSpan]
  /// When each kind last brought something.
  private var lastActive: [SourceKind: Timestamp] = [:]

  /// A source that brought nothing for so long is not waited for.
  private static let memory = TimeSpan.minutes(10)

  package init(events: TimeSpan = .seconds(5), otlp: TimeSpan = .seconds(15)) {
    spans = [.events: events, .otlp: otlp]
  }

  package mutating func note(_ source: SourceKind, at now: Timestamp) { lastActive[source] = now }

  /// How long to wait at `now`; with no source active as long as for events.
  package func span(at now: Timestamp) -> TimeSpan {
    let active = SourceKind.allCases.filter { kind in
      lastActive[kind].map { now - $0 <= Self.memory } ?? (kind == .events)
    }
    return active.compactMap { spans[$0] }.max() ?? spans[.events] ?? .zero
  }
}
