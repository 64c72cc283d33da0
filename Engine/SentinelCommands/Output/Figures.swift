package import SentinelModel

/// Numbers as people read them.
package enum Figures {
  /// `1,234,567`
  package static func grouped(_ count: Int) -> String {
    var digits = Substring(String(count.magnitude))
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = digits.dropLast(3)
    }
    groups.insert(digits, at: 0)
    return (count < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// A share as percent with one digit: `12.5%`; a dash where there is nothing to take a share of.
  package static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    let share = 100 * Double(part) / Double(whole)
    if part < whole, share >= 99.95 { return ">99.9%" }
    if part > 0, share < 0.05 { return "<0.1%" }
    return fixed(share, digits: 1) + "%"
  }

  /// With that many digits behind the point, rounded to nearest.
  package static func fixed(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : value > 0 ? "+Inf" : "-Inf" }
    let digits = min(max(0, digits), 9)
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let whole = String(Int64(scaled))
    let padded = String(repeating: "0", count: max(0, digits + 1 - whole.count)) + whole
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return digits == 0 ? sign + padded : sign + padded.dropLast(digits) + "." + padded.suffix(digits)
  }

  /// The shortest text that reads back, without the `.0` of whole numbers.
  package static func shortest(_ value: Double) -> String {
    if value.isNaN { return "unknown" }
    if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// For people: at most six significant digits, whole numbers in full.
  package static func rounded(_ value: Double) -> String {
    let size = value.magnitude
    // Below, the powers of ten leave the range of numbers.
    guard value.isFinite, size > 1e-290 else { return shortest(value) }
    guard size < 1e5 else { return shortest(value.rounded()) }
    var scale = 1.0
    while size * scale < 1e5 { scale *= 10 }
    return shortest((value * scale).rounded() / scale)
  }

  /// Bytes in the largest unit that keeps them above 1: `3.2 KB`.
  package static func bytes(_ count: Int) -> String {
    var value = Double(count)
    for unit in ["B", "KB", "MB", "GB"] {
      if value < 1_000 { return fixed(value, digits: unit == "B" || value >= 100 ? 0 : 1) + " " + unit }
      value /= 1_000
    }
    return fixed(value, digits: 1) + " TB"
  }

  /// A length of time with its two largest units: `3d4h`, `1m30s`, `0s`.
  package static func duration(_ span: TimeSpan) -> String {
    let whole = TimeSpan(nanoseconds: span.nanoseconds - span.nanoseconds.modulo(unit(below: span)))
    return whole.literal
  }

  /// The unit to which a length of time is cut, in nanoseconds.
  private static func unit(below span: TimeSpan) -> Int64 {
    if span >= .days(1) { return TimeSpan.hours(1).nanoseconds }
    if span >= .hours(1) { return TimeSpan.minutes(1).nanoseconds }
    if span >= .seconds(10) { return TimeSpan.seconds(1).nanoseconds }
    return TimeSpan.milliseconds(1).nanoseconds
  }
}
