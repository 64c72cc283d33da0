import SentinelModel

/// Numbers as people read them. Pure functions; no locale.
enum NumberText {
  /// The shortest text that reads back as the same number; whole numbers without a point.
  static func shortest(_ number: Double) -> String {
    if number.isInfinite { return number > 0 ? "+Inf" : "-Inf" }
    if number.isNaN { return "unknown" }
    if number == number.rounded(), number.magnitude < 1e15 { return String(Int64(number)) }
    return number.description
  }

  /// A fixed number of digits behind the point (0 to 15), rounded half away from zero; huge numbers as shortest.
  static func fixed(_ number: Double, digits: Int, trimmed: Bool = false) -> String {
    let digits = min(max(0, digits), 15)
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (number.magnitude * scale).rounded()
    guard scaled < 9e15 else { return shortest(number) }
    let whole = Int64(scaled)
    let factor = Int64(scale)
    var fraction = String(whole % factor)
    fraction = String(repeating: "0", count: max(0, digits - fraction.count)) + fraction
    if trimmed { while fraction.hasSuffix("0") { fraction.removeLast() } }
    let sign = number < 0 && whole != 0 ? "-" : ""
    return sign + String(whole / factor) + (digits == 0 || fraction.isEmpty ? "" : "." + fraction)
  }

  /// `1h30m`, `4.2s`, `350ms`, `12µs`.
  static func duration(seconds: Double) -> String {
    let sign = seconds < 0 ? "-" : ""
    let size = seconds.magnitude
    if size == 0 { return "0s" }
    if size < 1e-3 { return sign + fixed(size * 1e6, digits: 1, trimmed: true) + "µs" }
    if size < 1 { return sign + fixed(size * 1e3, digits: 1, trimmed: true) + "ms" }
    if size < 60 { return sign + fixed(size, digits: 2, trimmed: true) + "s" }
    guard size < 9e9 else { return sign + shortest(size) + "s" }
    return sign + TimeSpan.seconds(Int64(size.rounded())).literal
  }
}
