import Foundation

/// How long and how dense a case is.
enum CaseShape {
  case usual
  /// Hours, for long windows with their own steps.
  case long
  /// Thousands of events in minutes, for sketches.
  case dense
}

/// Random streams of events: bursts, gaps, equal time stamps, events exactly at instants, missing fields, errors.
struct EventGenerator {
  var random: CaseRandom
  /// Small numbers would be read as seconds.
  private var isEarly = false
  private var hasManyUsers = false
  /// The longest gap, in paces.
  private var gap = 40
  private let shape: CaseShape

  init(random: CaseRandom, shape: CaseShape) {
    self.random = random
    self.shape = shape
  }

  /// How the numbers of one stream are drawn.
  private enum Flavour: CaseIterable { case continuous, whole, constant, zero, shifting, extreme }

  /// - Returns: one JSON object a line.
  mutating func events() -> [String] {
    let count: Int
    switch shape {
    case .usual: count = random.chance(0.2) ? random.int(150...350) : random.int(3...120)
    case .long: count = random.int(10...80)
    case .dense: count = random.int(1_200...2_500)
    }
    // Near an hour, or anywhere on the clock of milliseconds; at times near the epoch, where windows begin before it.
    let hour = random.chance(0.05) ? 0 : 1_762_430_400_000
    let start = hour + random.pick([0, 1, 5_000, 60_000, random.int(0...3_600_000)])
    isEarly = hour == 0
    hasManyUsers = random.chance(0.1)
    gap = random.chance(0.1) && shape == .usual ? 600 : 40
    let paces = [CaseShape.usual: [300, 1_000, 3_000, 8_000, 20_000], .long: [60_000, 180_000], .dense: [50, 200]]
    let pace = Double(random.pick(paces[shape] ?? [1_000]))
    let flavour = random.pick(Flavour.allCases + [.continuous, .continuous, .shifting])
    let missing = random.pick([0.0, 0.1, 0.4])
    var time = start
    var lines: [String] = []
    for index in 0..<count {
      if index > 0 { time = advanced(time, pace: pace) }
      let isLate = index * 2 > count
      lines.append(event(at: time, flavour, missing: missing, scale: flavour == .shifting && isLate ? 4 : 1))
    }
    return random.chance(0.15) ? random.shuffled(lines) : lines
  }

  private mutating func advanced(_ time: Int, pace: Double) -> Int {
    switch random.unit() {
    case ..<0.12: return time
    case ..<0.3: return time + random.int(1...50)
    case ..<(shape == .dense ? 0.31 : 0.4):
      let grid = random.pick([1_000, 5_000, 10_000, 30_000, 60_000])
      return (time / grid + 1) * grid + random.pick([0, 0, 0, 1, -1])
    case ..<0.43 where shape != .dense: return time + Int(pace) * random.int(10...gap)
    default: return time + Int(pace * -log(1 - random.unit())) + 1
    }
  }

  private mutating func event(at time: Int, _ flavour: Flavour, missing: Double, scale: Double) -> String {
    var fields: [(String, String)] = [("timestamp", timestamp(time))]
    func text(_ value: String) -> String { "\"\(value)\"" }
    if !random.chance(0.05) { fields.append(("service", text(random.pick(["chat", "chat", "search", "batch"])))) }
    if !random.chance(0.1) { fields.append(("model", text(random.pick(["gpt-4o", "gpt-4o-mini", "claude-opus"])))) }
    if !random.chance(0.3) { fields.append(("tenant", text(random.pick(["acme", "globex", "initech"])))) }
    fields.append(
      ("user", text("u\(random.int(0...(shape == .dense ? 3_000 : hasManyUsers ? 400 : random.pick([3, 40]))))")))
    if random.chance(0.5) { fields.append(("provider", text(random.pick(["openai", "anthropic"])))) }
    if random.chance(0.4) { fields.append(("attributes", attributes())) }
    if random.chance(0.15) {
      fields.append(("metrics", ownMetrics(flavour, scale: scale, withKnown: true)))
      return Self.object(fields)
    }
    if random.chance(0.4) { fields.append(("metrics", ownMetrics(flavour, scale: scale, withKnown: false))) }
    switch random.unit() {
    case ..<0.7: fields.append(("status", text(random.chance(0.25) ? "error" : "ok")))
    case ..<0.75: fields.append(("status", text("ERROR")))
    case ..<0.8: fields.append(("error_type", text("timeout")))
    default: break
    }
    fields += numbers(flavour, missing: missing, scale: scale)
    if random.chance(0.5) {
      let words = (0...random.int(0...3)).map { _ in
        random.pick(["alpha", "Password", "SELECT", "ignore previous", "ü"])
      }
      fields.append(("prompt", text(words.joined(separator: " "))))
    }
    if random.chance(0.1) { fields.append(("response", "null")) }
    if random.chance(0.04) { fields.append(("kind", text(random.pick(["llm", "embedding", "tool"])))) }
    return Self.object(fields)
  }

  private static func object(_ fields: [(String, String)]) -> String {
    "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  private mutating func timestamp(_ time: Int) -> String {
    switch random.unit() {
    case ..<0.2 where !isEarly: "\(time)"
    case ..<0.25 where !isEarly: "\(time)000000"
    default: "\"\(TimeText.of(Int64(time) * 1_000_000))\""
    }
  }

  private mutating func attributes() -> String {
    var fields = [("region", "\"" + random.pick(["eu", "us"]) + "\"")]
    if random.chance(0.5) { fields.append(("tier", random.pick(["1", "2.50", "true", "\"gold\""]))) }
    if random.chance(0.3) { fields.append(("tenant", "\"shadow\"")) }
    return Self.object(fields)
  }

  private mutating func ownMetrics(_ flavour: Flavour, scale: Double, withKnown: Bool) -> String {
    var fields: [(String, String)] = []
    if random.chance(0.8) { fields.append(("queue_depth", number(flavour, 0...100, digits: 0, scale: scale))) }
    if random.chance(0.5) { fields.append(("cache_hit_ratio", number(flavour, -1...1, digits: 3, scale: scale))) }
    if random.chance(0.2) || fields.isEmpty {
      fields.append(("queue_depth_max", number(flavour, 0...9, digits: 0, scale: 1)))
    }
    if withKnown, random.chance(0.3) {
      fields.append(
        (random.pick(["llm_ttft_seconds", "llm_cost_usd"]), number(flavour, 0...1, digits: 2, scale: scale)))
    }
    return Self.object(fields)
  }

  private mutating func numbers(_ flavour: Flavour, missing: Double, scale: Double) -> [(String, String)] {
    var fields: [(String, String)] = []
    func isThere(_ random: inout CaseRandom, _ often: Double = 1) -> Bool {
      random.chance(often) && !random.chance(missing)
    }
    if isThere(&random) { fields.append(("duration_ms", number(flavour, 200...5_000, digits: 1, scale: scale))) }
    if isThere(&random, 0.6) { fields.append(("ttft_ms", number(flavour, 20...600, digits: 1, scale: scale))) }
    if isThere(&random, 0.4) { fields.append(("queue_ms", number(flavour, 0...50, digits: 0, scale: scale))) }
    if isThere(&random, 0.2) { fields.append(("processing_ms", number(flavour, 10...90, digits: 0, scale: scale))) }
    if isThere(&random) { fields.append(("input_tokens", number(flavour, 1...3_000, digits: 0, scale: scale))) }
    if isThere(&random) { fields.append(("output_tokens", number(flavour, 0...900, digits: 0, scale: scale))) }
    // A reported cost on every event keeps the price table out.
    fields.append(("cost_usd", number(flavour, 0...0.2, digits: 4, scale: scale)))
    return fields
  }

  private mutating func number(_ flavour: Flavour, _ range: ClosedRange<Double>, digits: Int, scale: Double) -> String {
    let width = range.upperBound - range.lowerBound
    var value: Double
    switch flavour {
    case .continuous, .shifting: value = (range.lowerBound + width * random.unit() * random.unit()) * scale
    case .whole: value = (range.lowerBound + width * random.unit()).rounded()
    case .constant: value = random.chance(0.9) ? range.lowerBound + width * 0.3 : range.lowerBound + width * 0.7
    case .extreme:
      return random.pick(["0", "1", "1e30", "1e-15", "123456789012", "0.1"])
    case .zero: value = random.chance(0.8) ? 0 : range.lowerBound + width * random.unit()
    }
    if flavour == .continuous || flavour == .shifting, digits > 0 { value += width * 0.0001 * random.unit() }
    let places = flavour == .continuous ? digits + 2 : digits
    return String(format: "%.\(places)f", value)
  }
}
