import RuleCompiler
import SentinelModel
import SentinelRules

/// What a call keeps for each series, as an estimate; see Docs/Explanation/windows-and-panes.md.
struct WindowCost {
  let panes: Int
  /// With few samples and with very many.
  let bytes: ClosedRange<Int>

  /// - Parameter isOnEvents: whether the call's rule is judged on single events.
  init(_ call: SeriesCall, isOnEvents: Bool = false) {
    panes = call.panes(isAligned: !isOnEvents).count
    switch call.paneContent {
    // A cell for each pane; a row of up to eight numbers, and merges of as many, for each that has several samples.
    case .numbers: bytes = panes * 8...panes * 136
    // Two bytes a sample, or counts of a few hundred buckets.
    case .histograms: bytes = panes * 6...panes * 2_000
    case .sets: bytes = panes * 40...panes * 8_000
    }
  }

  var text: String { "\(Figures.bytes(bytes.lowerBound)) to \(Figures.bytes(bytes.upperBound))" }
}
