package import SentinelModel

/// Reads durations: whole numbers with units, the largest unit first and each at most once ([P11]).
package enum DurationLiteral {
  /// What is wrong with a duration, and what was most likely meant.
  package struct Fault: Error {
    package let message: String
    let meant: TimeSpan?

    package var label: String {
      meant.map { "did you mean '\($0.literal)'?" } ?? "units are ms, s, m, h, d and w, like 1h30m"
    }
  }

  private struct Part {
    let digits: Substring
    let unit: Substring
  }

  package static func read(_ text: String) -> Result<TimeSpan, Fault> {
    if let nanoseconds = nanoseconds(text.utf8) { return .success(TimeSpan(nanoseconds: nanoseconds)) }
    return .failure(fault(text))
  }

  /// The value of a duration without a fault.
  private static func nanoseconds(_ text: String.UTF8View) -> Int64? {
    var total: Int64 = 0
    var lastUnit = Int64.max
    var rest = text[...]
    repeat {
      var count: Int64 = 0
      let digits = rest.prefix(while: \.isDigit)
      guard !digits.isEmpty, digits.count <= 18 else { return nil }
      for digit in digits { count = count * 10 + Int64(digit - 0x30) }
      rest = rest[digits.endIndex...]
      let name = rest.prefix(while: \.isLetter)
      rest = rest[name.endIndex...]
      guard let unit = unit(name), unit < lastUnit, let sum = added(count, of: unit, to: total) else { return nil }
      lastUnit = unit
      total = sum
    } while !rest.isEmpty
    return total
  }

  private static func unit(_ name: Substring.UTF8View) -> Int64? {
    for unit in TimeSpan.units where unit.name.utf8.elementsEqual(name) { return unit.nanoseconds }
    return nil
  }

  private static func fault(_ text: String) -> Fault {
    guard let parts = split(text) else { return Fault(message: "'\(text)' is not a duration", meant: nil) }
    var lastUnit = Int64.max
    for part in parts {
      guard let unit = unit(part.unit.utf8) else {
        return Fault(message: unitFault(part, in: text), meant: meant(by: parts))
      }
      guard part.digits.utf8.allSatisfy(\.isDigit) else {
        return Fault(message: "'\(text)' is not a duration: durations have whole numbers", meant: meant(by: parts))
      }
      guard unit < lastUnit else {
        return Fault(message: orderFault(unit == lastUnit, text), meant: meant(by: parts))
      }
      lastUnit = unit
    }
    return Fault(message: "the duration '\(text)' is too long: at most about 290 years", meant: nil)
  }

  private static func added(_ count: Int64, of unit: Int64, to total: Int64) -> Int64? {
    let (product, productOverflows) = count.multipliedReportingOverflow(by: unit)
    let (sum, sumOverflows) = total.addingReportingOverflow(product)
    return productOverflows || sumOverflows ? nil : sum
  }

  /// The text as pairs of number and unit; nil if it is anything else.
  private static func split(_ text: String) -> [Part]? {
    var rest = Substring(text)
    var parts: [Part] = []
    while !rest.isEmpty {
      let digits = rest.prefix { $0 == "." || $0 == "_" || ("0"..."9").contains($0) }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0 != "." && $0 != "_" && !("0"..."9").contains($0) }
      rest = rest.dropFirst(unit.count)
      guard let first = digits.utf8.first, first.isDigit, unit.allSatisfy({ $0.isLetter }), parts.count < 16 else {
        return nil
      }
      parts.append(Part(digits: digits, unit: unit))
    }
    return parts.isEmpty ? nil : parts
  }

  private static func unitFault(_ part: Part, in text: String) -> String {
    part.unit.isEmpty
      ? "'\(text)' is not a duration: '\(part.digits)' has no unit"
      : "'\(text)' is not a duration: '\(part.unit)' is no unit"
  }

  private static func orderFault(_ isRepeated: Bool, _ text: String) -> String {
    isRepeated
      ? "'\(text)' is not a duration: each unit stands once"
      : "'\(text)' is not a duration: units go in descending order"
  }

  /// The sum of the parts with fractions, other names of units, and units left out where the unit before implies one.
  private static func meant(by parts: [Part]) -> TimeSpan? {
    var milliseconds = 0.0
    var last: Int?
    for part in parts {
      guard let number = Double(String(part.digits.filter { $0 != "_" })) else { return nil }
      var index = TimeSpan.units.firstIndex { $0.name == part.unit } ?? unitIndex(ofWord: part.unit)
      if part.unit.isEmpty, let last, last + 1 < TimeSpan.units.count { index = last + 1 }
      guard let index else { return nil }
      milliseconds += number * Double(TimeSpan.units[index].nanoseconds / 1_000_000)
      last = index
    }
    guard milliseconds < 9e12, milliseconds >= 1 else { return nil }
    return .milliseconds(Int64(milliseconds + 0.5))
  }

  /// How people write the units elsewhere.
  private static func unitIndex(ofWord word: Substring) -> Int? {
    let name: String
    switch word.lowercased() {
    case "msec", "msecs", "millis", "millisecond", "milliseconds": name = "ms"
    case "sec", "secs", "second", "seconds", "s": name = "s"
    case "min", "mins", "minute", "minutes", "m": name = "m"
    case "hr", "hrs", "hour", "hours", "h": name = "h"
    case "day", "days", "d": name = "d"
    case "wk", "wks", "week", "weeks", "w": name = "w"
    default: return nil
    }
    return TimeSpan.units.firstIndex { $0.name == name }
  }
}
