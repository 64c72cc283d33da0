import SentinelModel

/// Memory for the fields of one event; a plain value, valid as long as its ``EventRow``.
struct EventSlots {
  /// Top-level labels in the order of `LabelReference.topLevelNames`, then the row's attributes.
  let labels: UnsafeMutablePointer<TextSlice>
  /// All of `NumberField`, then the metrics of the layout. NaN is absent.
  let numbers: UnsafeMutablePointer<Double>
  /// All of `TextField`.
  let texts: UnsafeMutablePointer<TextSlice>
  let state: UnsafeMutablePointer<State>
  private let labelCount: Int
  private let numberCount: Int
  private let textCount: Int
  private let textMask: UInt32

  /// What is known of an event besides.
  struct State {
    var timestamp: Timestamp?
    /// An event that has no field but time, labels, attributes and metrics is no request [P63].
    var hasOtherFields = false
    var hasMetrics = false
    var statusCode = StatusCode.none
    /// An HTTP status of 400 or more as it is written.
    var failureCode = TextSlice(start: nil, count: 0)

    mutating func setStatusCode(_ value: Double, _ text: TextSlice) {
      statusCode = value.isNaN ? .none : value >= 400 ? .error : .ok
      failureCode = statusCode == .error ? text : TextSlice(start: nil, count: 0)
    }
  }

  enum StatusCode: BitwiseCopyable {
    case none
    case ok
    case error
  }

  init(layout: BatchLayout, labelCount: Int) {
    self.labelCount = labelCount
    numberCount = EventRow.numberCount + layout.metrics.count
    textCount = EventRow.textCount
    textMask = layout.texts.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
    labels = .allocate(capacity: labelCount)
    numbers = .allocate(capacity: numberCount)
    texts = .allocate(capacity: textCount)
    state = .allocate(capacity: 1)
    labels.initialize(repeating: TextSlice(start: nil, count: 0), count: labelCount)
    numbers.initialize(repeating: .nan, count: numberCount)
    texts.initialize(repeating: TextSlice(start: nil, count: 0), count: textCount)
    state.initialize(to: State())
  }

  func deallocate() {
    labels.deallocate()
    numbers.deallocate()
    texts.deallocate()
    state.deallocate()
  }

  func reset() {
    labels.update(repeating: TextSlice(start: nil, count: 0), count: labelCount)
    numbers.update(repeating: .nan, count: numberCount)
    texts.update(repeating: TextSlice(start: nil, count: 0), count: textCount)
    state.pointee = State()
  }

  /// Whether the layout has the text with this raw value.
  @inline(__always)
  func readsText(_ slot: Int) -> Bool { textMask >> UInt32(slot) & 1 == 1 }
}
