/// The form in which an input holds events.
package enum InputFormat: String, Sendable, CaseIterable {
  /// NDJSON, an object, or an array of objects.
  case json
  case csv

  /// By the extension: `.csv` and `.csv.gz` are CSV, all else is JSON [P66].
  package init(path: String) {
    let name = path.lowercased()
    self = name.hasSuffix(".csv") || name.hasSuffix(".csv.gz") ? .csv : .json
  }
}
