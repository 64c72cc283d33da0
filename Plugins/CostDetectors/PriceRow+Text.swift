import SentinelModel
package import SentinelPlugin

/// A row as a line of text, in USD per million tokens:
///
///     gpt-4o in=2.5 cached=1.25 out=10 batch=1.25/5
///     xai/grok-4.7 in=2 cached=0.5 out=6 batch=1.6/4.8 long=>=200000:4/1/12
///     deepseek/deepseek-v4-pro in=1.32 out=3.96 peak=01:00-04:00,06:00-10:00,weekdays off_peak=50%
///
/// `long` is threshold:input/cached/output (`>` or `>=`; cached may be `-`), `batch` and `flex` are input/output,
/// `from` (included) and `until` (excluded) are a day or an RFC 3339 instant.
extension PriceRow {
  static let form = "'<model> in=<USD per 1M tokens> out=… [cached= write= reasoning= batch= flex= long= from= until=]'"

  package init(text: String) throws(MalformedOption) {
    let words = text.split { $0 == " " || $0 == "\t" }
    guard let model = words.first, !model.contains("=") else { throw MalformedOption("it doesn't begin with a model") }
    var fields: [Substring: Substring] = [:]
    for word in words.dropFirst() {
      guard let sign = word.firstIndex(of: "=") else { throw MalformedOption("'\(word)' is no key=value") }
      let (key, value) = (word[..<sign], word[word.index(after: sign)...])
      guard fields.updateValue(value, forKey: key) == nil else { throw MalformedOption("'\(key)' is given twice") }
    }
    try self.init(model: String(model), fields: &fields)
    if let unknown = fields.keys.min() { throw MalformedOption("'\(unknown)' is not a part of a price") }
  }

  /// Takes what it knows out of `fields`.
  private init(model: String, fields: inout [Substring: Substring]) throws(MalformedOption) {
    func take<Value>(_ key: Substring, _ read: (Substring) throws(MalformedOption) -> Value) throws(MalformedOption)
      -> Value?
    {
      guard let text = fields.removeValue(forKey: key) else { return nil }
      return try read(text)
    }
    guard let input = try take("in", PicoUSD.init(listed:)) else { throw MalformedOption("'in' is missing") }
    guard let output = try take("out", PicoUSD.init(listed:)) else { throw MalformedOption("'out' is missing") }
    self.model = model
    standard = Rates(
      input: input, cacheRead: try take("cached", PicoUSD.init(listed:)),
      cacheWrite: try take("write", PicoUSD.init(listed:)), output: output,
      reasoning: try take("reasoning", PicoUSD.init(listed:)))
    batch = try take("batch", TierPrice.init(text:))
    flex = try take("flex", TierPrice.init(text:))
    longContext = try take("long", LongContext.init(text:))
    let percent = try take("off_peak", Self.percent)
    peakHours = try take("peak") { (text) throws(MalformedOption) in try PeakHours(text: text, percent: percent) }
    guard (percent == nil) == (peakHours == nil) else {
      throw MalformedOption("'peak' and 'off_peak' belong together")
    }
    validFrom = try take("from", Self.instant) ?? .distantPast
    validTo = try take("until", Self.instant) ?? .distantFuture
    guard validFrom < validTo else { throw MalformedOption("'until' is not after 'from'") }
  }

  private static func instant(_ text: Substring) throws(MalformedOption) -> Timestamp {
    let full = text.utf8.count == 10 ? text + "T00:00:00Z" : text
    guard let time = Timestamp(rfc3339: String(full)) else {
      throw MalformedOption("'\(text)' is no day such as 2026-08-21")
    }
    return time
  }

  private static func percent(_ text: Substring) throws(MalformedOption) -> Int {
    guard text.hasSuffix("%"), let value = Int(text.dropLast()), (0...100).contains(value) else {
      throw MalformedOption("'\(text)' is no percentage such as 50%")
    }
    return value
  }
}

extension PriceRow.TierPrice {
  init(text: Substring) throws(MalformedOption) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw MalformedOption("'\(text)' is no input/output") }
    self.init(input: try PicoUSD(listed: parts[0]), output: try PicoUSD(listed: parts[1]))
  }
}

extension PriceRow.LongContext {
  init(text: Substring) throws(MalformedOption) {
    let isInclusive = text.hasPrefix(">=")
    let parts = text.drop { $0 == ">" || $0 == "=" }.split(separator: ":", omittingEmptySubsequences: false)
    guard text.hasPrefix(">"), parts.count == 2, let threshold = Int64(parts[0]),
      (0...1_000_000_000).contains(threshold)
    else { throw MalformedOption("'\(text)' is no >tokens:input/cached/output") }
    let prices = parts[1].split(separator: "/", omittingEmptySubsequences: false)
    guard prices.count == 3 else { throw MalformedOption("'\(parts[1])' is no input/cached/output") }
    self.init(
      firstLong: isInclusive ? threshold : threshold + 1, input: try PicoUSD(listed: prices[0]),
      cacheRead: prices[1] == "-" ? nil : try PicoUSD(listed: prices[1]), output: try PicoUSD(listed: prices[2]))
  }
}

extension PriceRow.PeakHours {
  init(text: Substring, percent: Int?) throws(MalformedOption) {
    windows = []
    isWeekdaysOnly = false
    self.percent = percent ?? 100
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      if part == "weekdays" {
        isWeekdaysOnly = true
        continue
      }
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count == 2, let start = Self.minute(ends[0]), let end = Self.minute(ends[1]), start < end else {
        throw MalformedOption("'\(part)' is no span of hours such as 01:00-04:00")
      }
      windows.append(start..<end)
    }
  }

  private static func minute(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hours = Int(parts[0]),
      let minutes = Int(parts[1]), (0...24).contains(hours), (0..<60).contains(minutes), hours < 24 || minutes == 0
    else { return nil }
    return hours * 60 + minutes
  }
}
