/// Numbers as the rule language writes them.
enum DecimalText {
  /// The shortest text that reads back as the same number: `5`, `0.25`, `1e+16`.
  static func number(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The number of percent that reads back as the same ratio: of 0.999 `99.9`.
  ///
  /// The point is moved in the text, for `value * 100` may round.
  static func percent(_ value: Double) -> String {
    let text = number(value)
    if let e = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: e)...]) {
      return "\(text[..<e])e\(exponent + 2)"
    }
    let sign = text.hasPrefix("-") ? "-" : ""
    let parts = text.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    let padded = fraction + String(repeating: "0", count: max(0, 2 - fraction.count))
    let whole = (parts.first.map(String.init) ?? "0") + padded.prefix(2)
    let significant = whole.drop { $0 == "0" }
    let rest = padded.dropFirst(2)
    return sign + (significant.isEmpty ? "0" : significant) + (rest.isEmpty ? "" : "." + rest)
  }
}
