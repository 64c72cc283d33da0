/// A number with its noun: `1 rule`, `12 rules`.
enum Count {
  static func text(_ count: Int, _ noun: String) -> String {
    "\(Figures.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }
}
