import SentinelModel

/// What a batch says of the rows that are meant, whatever its dictionaries and its arena look like.
struct BatchContents: Equatable {
  private let timestamps: [Timestamp]
  private let kinds: [OperationKind]
  private let errors: [Bool]
  private let positions: [UInt32]
  private let labels: [[String]]
  /// Bit patterns: NaN equals itself, and zero differs from minus zero.
  private let numbers: [[UInt64]]
  private let texts: [[String]]
  private let labelBytes: Int

  init(_ batch: EventBatch) {
    let rows = batch.rows
    timestamps = Array(batch.timestamps[rows])
    kinds = Array(batch.kinds[rows])
    errors = Array(batch.errors[rows])
    positions = Array(batch.positions[rows])
    labels = batch.labels.map { column in rows.map { column[$0] } }
    numbers = batch.numbers.map { column in rows.map { column[$0].bitPattern } }
    texts = batch.layout.texts.map { field in rows.map { batch.text(field, row: $0) } }
    labelBytes = labels.reduce(0) { $0 + $1.reduce(0) { $0 + $1.utf8.count } }
  }
}
