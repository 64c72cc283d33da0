package import SentinelModel

/// The progress bar of a long run: one line on a terminal, rewritten a few times a second.
package struct Progress {
  private let messages: ByteSink
  private let width: Int
  private let elapsed: () -> TimeSpan
  private let start: TimeSpan
  private var lastShown: TimeSpan?
  private var isShown = false

  private static let interval = TimeSpan.milliseconds(100)

  /// nil where messages don't go to a terminal.
  init?(_ context: CommandContext, isQuiet: Bool) {
    guard context.messageConsole.isTerminal, !isQuiet else { return nil }
    messages = context.messages
    width = context.messageConsole.width
    elapsed = context.elapsed
    start = context.elapsed()
  }

  /// Shows the state, unless it was shown just now.
  ///
  /// - Parameters:
  ///   - read: bytes read so far.
  ///   - total: the size of the input; nil where it is not known.
  ///   - events: how many events were judged.
  mutating func update(read: Int, of total: Int?, events: Int) {
    let now = elapsed()
    if let lastShown, now - lastShown < Self.interval { return }
    lastShown = now
    isShown = true
    let share = total.flatMap { $0 > 0 ? Double(read) / Double($0) : nil }
    messages.write("\r" + Self.line(share: share, events: events, after: now - start, width: width) + "\u{1B}[K")
  }

  /// Takes the line away.
  mutating func clear() {
    guard isShown else { return }
    messages.write("\r\u{1B}[K")
    isShown = false
  }

  /// `[#########---------]  48.0%  1,234,567 events  310,000/s  12s left`
  package static func line(share: Double?, events: Int, after time: TimeSpan, width: Int) -> String {
    let rate = time > .zero ? Int(min(1e15, Double(events) / time.seconds)) : 0
    var facts = "\(Count.text(events, "event"))  \(Figures.grouped(rate))/s"
    guard let share = share.map({ min(1, max(0, $0)) }) else { return facts }
    facts = Figures.fixed(100 * share, digits: 1) + "%  " + facts
    if share > 0, time > .zero {
      let left = time.seconds * (1 - share) / share
      facts += "  " + Figures.duration(.seconds(Int64(min(left, 1e9).rounded(.up)))) + " left"
    }
    let length = min(30, width - facts.count - 5)
    guard length >= 5 else { return facts }
    let done = Int((share * Double(length)).rounded(.down))
    return "[" + String(repeating: "#", count: done) + String(repeating: "-", count: length - done) + "]  " + facts
  }
}
