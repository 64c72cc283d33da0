/// Two texts side by side, line by line: `-` was expected and is missing, `+` came instead.
enum LineDifference {
  /// nil where the texts are equal. Lines in common are shown where they are near to one that differs.
  static func text(expected: String, actual: String) -> String? {
    if expected == actual { return nil }
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let difference = new.difference(from: old)
    let removed = Set(difference.removals.map(offset))
    let inserted = Set(difference.insertions.map(offset))
    var lines: [(mark: String, text: Substring)] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if removed.contains(left) {
        lines.append(("- ", old[left]))
        left += 1
      } else if inserted.contains(right) {
        lines.append(("+ ", new[right]))
        right += 1
      } else {
        lines.append(("  ", old[left]))
        (left, right) = (left + 1, right + 1)
      }
    }
    let shown = lines.indices.filter { index in
      lines[max(0, index - 2)..<min(lines.count, index + 3)].contains { $0.mark != "  " }
    }
    return shown.map { lines[$0].mark + lines[$0].text }.joined(separator: "\n")
  }

  private static func offset(_ change: CollectionDifference<Substring>.Change) -> Int {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }
}
