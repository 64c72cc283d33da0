extension Timestamp {
  /// Reads RFC 3339 with a zone (`2025-11-06T12:00:00.123Z`, `…+01:00`), at most nine digits of fraction counted.
  ///
  /// With `zoneRequired` false, `YYYY-MM-DD HH:MM:SS[.f]` without a zone is read as UTC (as CSV files have it).
  /// Returns nil for anything else, for dates that don't exist and for instants outside the range of `Timestamp`.
  public init?(rfc3339 text: UnsafeBufferPointer<UInt8>, zoneRequired: Bool = true) {
    var reader = DigitReader(text)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
      let day = reader.number(2), reader.skip("T") || reader.skip("t") || reader.skip(" "),
      let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2), reader.skip(":"),
      let second = reader.number(2)
    else { return nil }
    guard (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year), hour < 24, minute < 60,
      second <= 60
    else { return nil }
    var fraction: Int64 = 0
    if reader.skip(".") {
      guard let digits = reader.fraction() else { return nil }
      fraction = digits
    }
    guard let offset = reader.zone(required: zoneRequired), reader.isAtEnd else { return nil }
    let days = Self.daysSinceEpoch(year: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = scaled.addingReportingOverflow(fraction)
    guard !overflow, !carry else { return nil }
    self.init(nanoseconds: sum)
  }

  /// See ``init(rfc3339:zoneRequired:)-(UnsafeBufferPointer<UInt8>,_)``.
  public init?(rfc3339 text: String, zoneRequired: Bool = true) {
    var text = text
    guard let value = text.withUTF8({ Timestamp(rfc3339: $0, zoneRequired: zoneRequired) }) else { return nil }
    self = value
  }

  /// RFC 3339 in UTC with `Z`, and just the digits of fraction that are needed.
  public var rfc3339: String {
    let seconds = nanoseconds.dividedDown(by: 1_000_000_000)
    let fraction = nanoseconds.modulo(1_000_000_000)
    let days = seconds.dividedDown(by: 86_400)
    let time = seconds.modulo(86_400)
    let (year, month, day) = Self.date(daysSinceEpoch: days)
    var text =
      "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
      + "T\(Self.padded(time / 3_600, 2)):\(Self.padded(time / 60 % 60, 2)):\(Self.padded(time % 60, 2))"
    if fraction != 0 {
      var digits = Self.padded(fraction, 9)
      while digits.hasSuffix("0") { digits.removeLast() }
      text += "." + digits
    }
    return text + "Z"
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  // Source of both conversions: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil, civil_from_days).
  private static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = year.dividedDown(by: 400)
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(daysSinceEpoch days: Int64) -> (Int64, Int64, Int64) {
    let shifted = days + 719_468
    let era = shifted.dividedDown(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}

extension Timestamp: CustomStringConvertible {
  public var description: String { rfc3339 }
}

/// Reads the fixed-width parts of a time stamp.
private struct DigitReader {
  private let text: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  var isAtEnd: Bool { position == text.count }

  mutating func skip(_ byte: Unicode.Scalar) -> Bool {
    guard position < text.count, UInt32(text[position]) == byte.value else { return false }
    position += 1
    return true
  }

  private mutating func digit() -> Int64? {
    guard position < text.count, text[position] >= 48, text[position] <= 57 else { return nil }
    position += 1
    return Int64(text[position - 1] - 48)
  }

  mutating func number(_ width: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<width {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// Nanoseconds of the digits behind a point; digits past the ninth are read and ignored.
  mutating func fraction() -> Int64? {
    guard let first = digit() else { return nil }
    var value = first
    var count = 1
    while let next = digit() {
      if count < 9 {
        value = value * 10 + next
        count += 1
      }
    }
    while count < 9 {
      value *= 10
      count += 1
    }
    return value
  }

  /// Seconds east of UTC.
  mutating func zone(required: Bool) -> Int64? {
    if skip("Z") || skip("z") { return 0 }
    let sign: Int64
    if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return required ? nil : 0 }
    guard let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60 else { return nil }
    return sign * (hours * 3_600 + minutes * 60)
  }
}
