/// How large a batch may be: what decoding allocates is bounded by these and by a small multiple of its bytes.
enum BatchLimits {
  static let rows = 1 << 18
  /// Labels, numbers, metrics and texts together.
  static let columns = 1 << 12
  /// Rows × columns; a column costs 4 to 8 bytes a row.
  static let cells = 1 << 22

  static func allow(rows: Int, columns: Int) -> Bool {
    rows <= self.rows && columns <= self.columns && rows * (columns + 1) <= cells
  }
}
