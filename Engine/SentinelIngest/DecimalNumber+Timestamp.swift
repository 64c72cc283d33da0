import SentinelModel

extension DecimalNumber {
  /// The instant that the number means by its magnitude [P64]: seconds below 1e11, milliseconds below 1e14,
  /// microseconds below 1e17, else nanoseconds. Exact to the nanosecond, further digits are cut; nil out of range.
  var timestamp: Timestamp? {
    let magnitude = exponent == 0 ? Double(mantissa) : abs(double)
    let scale =
      if magnitude < 1e11 { 9 } else if magnitude < 1e14 { 6 } else if magnitude < 1e17 { 3 } else { 0 }
    var nanoseconds = mantissa
    var shift = exponent + scale
    while shift > 0, nanoseconds != 0 {
      let (product, overflow) = nanoseconds.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      nanoseconds = product
      shift -= 1
    }
    while shift < 0, nanoseconds != 0 {
      nanoseconds /= 10
      shift += 1
    }
    guard let exact = Int64(exactly: nanoseconds) else { return nil }
    return Timestamp(nanoseconds: isNegative ? -exact : exact)
  }
}
