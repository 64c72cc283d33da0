package import SentinelModel

/// A stretch of time in which something is known to have been wrong.
package struct LabelledWindow: Sendable, Hashable {
  package let start: Timestamp
  package let end: Timestamp
  /// What was wrong; `window` where the labels don't say.
  package let type: String

  package init(start: Timestamp, end: Timestamp, type: String) {
    self.start = start
    self.end = end
    self.type = type
  }
}

/// The labels of one series: its windows and, where the labels say so, when it begins and ends.
package struct LabelledSeries: Sendable, Hashable {
  package var name: String
  package var start: Timestamp?
  package var end: Timestamp?
  package var windows: [LabelledWindow]

  package init(name: String, start: Timestamp? = nil, end: Timestamp? = nil, windows: [LabelledWindow]) {
    self.name = name
    self.start = start
    self.end = end
    self.windows = windows
  }

  /// The windows that have nothing in common with the time from `first` to `last`.
  package func windows(outside first: Timestamp, _ last: Timestamp) -> [LabelledWindow] {
    windows.filter { $0.end < first || $0.start > last }
  }
}
