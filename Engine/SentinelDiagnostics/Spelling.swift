/// Suggestions for names that are almost right.
public enum Spelling {
  /// The candidate nearest to `name`, if one is near enough to be meant: at most a third of its length away.
  ///
  /// Distance: optimal string alignment (Damerau-Levenshtein with adjacent transpositions). Ties go to the first
  /// candidate in sorted order, so the answer doesn't depend on the order of the candidates.
  public static func nearest(to name: String, in candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(limit))
    let tolerance = max(1, (wanted.count + 1) / 3)
    var best: (distance: Int, candidate: String)?
    for candidate in candidates where candidate != name {
      let other = Array(candidate.lowercased().unicodeScalars.prefix(limit))
      guard abs(other.count - wanted.count) <= tolerance else { continue }
      let distance = distance(wanted, other)
      guard distance <= tolerance else { continue }
      if let current = best, (current.distance, current.candidate) <= (distance, candidate) { continue }
      best = (distance, candidate)
    }
    return best?.candidate
  }

  /// The candidate that is `name` with one slip: a letter left out, added or replaced, two exchanged, or another case.
  ///
  /// Short names are one slip away from too many others, so only names of five letters and more are looked at. A
  /// difference of a final `s` or digit is no slip: `models` is meant, beside `model`. Ties as in
  /// ``nearest(to:in:)``.
  public static func slip(of name: String, in candidates: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(limit))
    guard wanted.count >= 5 else { return nil }
    return candidates.filter { candidate in
      // Nearly all candidates are of another length, and done here.
      guard abs(candidate.utf8.count - name.utf8.count) <= 1 else { return false }
      let other = Array(candidate.lowercased().unicodeScalars.prefix(limit))
      guard candidate != name, distance(wanted, other) <= 1 else { return false }
      return !isCounted(wanted, other) && !isCounted(other, wanted)
    }.min()
  }

  /// Whether `left` is `right` with an `s` or a digit behind it.
  private static func isCounted(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Bool {
    guard let last = left.last, left.dropLast().elementsEqual(right) else { return false }
    return last == "s" || ("0"..."9").contains(last)
  }

  /// Names longer than this are compared by their beginning, so that a hostile file can't buy quadratic time.
  private static let limit = 80

  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for i in 0..<left.count {
      var current = [i + 1] + [Int](repeating: 0, count: right.count)
      for j in 0..<right.count {
        let cost = left[i] == right[j] ? 0 : 1
        current[j + 1] = min(previous[j + 1] + 1, current[j] + 1, previous[j] + cost)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          current[j + 1] = min(current[j + 1], beforePrevious[j - 1] + 1)
        }
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
