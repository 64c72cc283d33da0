/// Events in columns: the unit in which data moves through the engine.
///
/// Rows are in timestamp order once a batch has left its reader (``sort()``). A number that an event lacks is NaN, a
/// label or text that it lacks is empty. Columns exist only for what ``layout`` names.
public struct EventBatch: Sendable {
  public let layout: BatchLayout
  public var timestamps: [Timestamp] = []
  public var kinds: [OperationKind] = []
  /// Whether the event reports an error: its status is `error`, or it has none and an `error_type`.
  public var errors: [Bool] = []
  public var labels: [LabelColumn]
  /// One column for each of `layout.numbers`, then one for each of `layout.metrics`.
  public var numbers: [[Double]]
  public var texts: [TextColumn]
  /// UTF-8 of all texts.
  public var arena: [UInt8] = []
  /// How many bytes the labels of all rows have, repeated values counted each time: a bound on what they take.
  public var labelBytes = 0
  /// Where each event stands in its input, for messages and for ties in time order.
  public var positions: [UInt32] = []
  /// The rows that are meant; others belong to neighbours of a slice.
  public var rows: Range<Int> = 0..<0

  /// Where each row's text lies in the arena.
  public struct TextColumn: Sendable {
    public var offsets: [UInt32] = []
    public var lengths: [UInt32] = []
    public init() {}
  }

  public init(layout: BatchLayout) {
    self.layout = layout
    labels = Array(repeating: LabelColumn(), count: layout.labels.count)
    numbers = Array(repeating: [], count: layout.numbers.count + layout.metrics.count)
    texts = Array(repeating: TextColumn(), count: layout.texts.count)
  }

  /// Makes room for `rows` rows with `textBytes` bytes of texts in all.
  public mutating func reserve(rows: Int, textBytes: Int) {
    timestamps.reserveCapacity(rows)
    kinds.reserveCapacity(rows)
    errors.reserveCapacity(rows)
    positions.reserveCapacity(rows)
    arena.reserveCapacity(textBytes)
    for index in labels.indices { labels[index].codes.reserveCapacity(rows) }
    for index in numbers.indices { numbers[index].reserveCapacity(rows) }
    for index in texts.indices {
      texts[index].offsets.reserveCapacity(rows)
      texts[index].lengths.reserveCapacity(rows)
    }
  }

  /// Appends rows of a batch of the same layout. O(bytes of the rows).
  public mutating func append(_ rows: Range<Int>, of other: EventBatch) {
    timestamps.append(contentsOf: other.timestamps[rows])
    kinds.append(contentsOf: other.kinds[rows])
    errors.append(contentsOf: other.errors[rows])
    positions.append(contentsOf: other.positions[rows])
    for index in numbers.indices { numbers[index].append(contentsOf: other.numbers[index][rows]) }
    for index in labels.indices {
      for row in rows {
        let code = other.labels[index].codes[row]
        other.labels[index].withBytes(of: code) {
          labels[index].append($0)
          labelBytes += $0.count
        }
      }
    }
    for index in texts.indices {
      for row in rows {
        let start = Int(other.texts[index].offsets[row])
        let length = Int(other.texts[index].lengths[row])
        texts[index].offsets.append(UInt32(truncatingIfNeeded: arena.count))
        texts[index].lengths.append(UInt32(truncatingIfNeeded: length))
        arena.append(contentsOf: other.arena[start..<start + length])
      }
    }
    self.rows = 0..<timestamps.count
  }

  /// About how many bytes texts and labels take.
  public var storedBytes: Int { arena.count + labelBytes }

  public var count: Int { timestamps.count }
  public var isEmpty: Bool { timestamps.isEmpty }

  /// The column of a field, one value a row, NaN where the event lacks it; nil where nobody declared to read it.
  public func column(_ field: NumberField) -> [Double]? { layout.index(of: field).map { numbers[$0] } }

  /// The column of a name under `metrics`.
  public func column(metric name: String) -> [Double]? {
    layout.index(ofMetric: name).map { numbers[layout.numbers.count + $0] }
  }

  /// The column of a label; nil where nobody declared to read it.
  public func column(_ label: LabelReference) -> LabelColumn? { layout.index(of: label).map { labels[$0] } }

  /// Calls `body` with the UTF-8 of a text; empty where the event or the layout lacks it.
  public func withText<R>(_ field: TextField, row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    guard let index = layout.index(of: field) else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
    let start = Int(texts[index].offsets[row])
    let length = Int(texts[index].lengths[row])
    return arena.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<start + length])) }
  }

  public func text(_ field: TextField, row: Int) -> String {
    withText(field, row: row) { String(decoding: $0, as: UTF8.self) }
  }

  /// The same batch with only `rows` meant. O(1).
  public func slice(_ rows: Range<Int>) -> EventBatch {
    var slice = self
    slice.rows = rows
    return slice
  }

  /// Brings the rows into timestamp order; equal timestamps stay as they came.
  ///
  /// O(n) where they are in order already, else O(n log n).
  public mutating func sort() {
    guard zip(timestamps, timestamps.dropFirst()).contains(where: { $0 > $1 }) else { return }
    let order = timestamps.indices.sorted { (timestamps[$0], $0) < (timestamps[$1], $1) }
    timestamps = order.map { timestamps[$0] }
    kinds = order.map { kinds[$0] }
    errors = order.map { errors[$0] }
    positions = order.map { positions[$0] }
    for index in labels.indices { labels[index].codes = order.map { labels[index].codes[$0] } }
    for index in numbers.indices { numbers[index] = order.map { numbers[index][$0] } }
    for index in texts.indices {
      texts[index].offsets = order.map { texts[index].offsets[$0] }
      texts[index].lengths = order.map { texts[index].lengths[$0] }
    }
  }
}
