/// The binary form of a batch of events.
///
/// ```
/// version of the form (1 byte) · length of the layout · layout · rows ·
/// timestamps · kinds and errors · positions · labels · numbers and metrics · texts
/// ```
///
/// Numbers are varints unless said otherwise. Each column chooses the shortest of a few forms, by rules that depend on
/// its values alone. Only the rows that are meant are written; values of labels are numbered by their first row, texts
/// stand in the order of columns and rows. So batches that say the same have the same bytes, however they were made.
package enum BatchCodec {
  /// The form that is written; earlier ones are read. `NumberField`, `TextField` and `OperationKind` are written by
  /// their raw values: whoever changes those needs a new version.
  package static let version: UInt8 = 1

  /// Forms of a column; a byte before it says which.
  enum Form {
    static let packed: UInt8 = 0
    static let runs: UInt8 = 1
    static let steps: UInt8 = 2
    static let constant: UInt8 = 3
    static let missing: UInt8 = 4
    static let raw: UInt8 = 5
    static let ascending: UInt8 = 6
    /// As `packed`, with a bit a row that says whether there is a value.
    static let sparse: UInt8 = 7
  }

  /// Units of timestamps in nanoseconds: the largest that divides all of a batch is used.
  static let units: [Int64] = [1, 1_000, 1_000_000, 1_000_000_000]

  /// Numbers are written as integers of the first scale that gives all of them back exactly.
  static let scales: [Double] = [1, 1e3, 1e6, 1e9]

  /// Integers up to here are exact as `Double`.
  static let exactLimit = 9_007_199_254_740_992.0
}
