/// Random numeric expressions that a rule on instants may use.
struct ExpressionGenerator {
  var random: CaseRandom
  let rule: DraftRule

  private var every: Int { rule.every }

  mutating func number() -> String {
    switch random.unit() {
    case ..<0.15: return "value"
    case ..<0.2: return random.pick(["avg", "count", "p50", "stddev", "rate", "sum", "p99", "last", "delta"])
    case ..<0.26:
      // A bare custom name is taken for a mistake in spelling.
      let name = metric()
      return MetricUse.isKnown(name) ? name : "value"
    case ..<0.4: return "\(term()) \(random.pick(["+", "-", "*", "/"])) \(term())"
    case ..<0.44: return "-\(term()) * 2"
    default: return call()
    }
  }

  private mutating func term() -> String {
    random.chance(0.4) ? random.pick(["value", "count", "max", "2", "0.5"]) : call()
  }

  mutating func absent() -> String { "absent(\(selector())\(window(limit: 360)))" }

  mutating func call() -> String {
    switch random.unit() {
    case ..<0.35:
      let name = random.pick(["avg", "sum", "count", "min", "max", "stddev", "first", "last", "rate", "rate", "delta"])
      return "\(name)(\(selector())\(window(limit: 360)))"
    case ..<0.45: return "\(random.pick(["p50", "p90", "p99", "p5", "p999"]))(\(selector())\(window(limit: 60)))"
    case ..<0.5:
      return "quantile(\(selector())\(random.pick(["0", "0.25", "50%", "0.9", "1"])), \(window(limit: 60)))"
    case ..<0.58:
      return "distinct(\(selector())\(random.pick(["user", "model", "tenant", "region"])), \(window(limit: 60)))"
    case ..<0.68: return "change(\(selector())\(window(limit: 60, parts: 2)))"
    case ..<0.72: return "burn_rate(\(window(limit: 360)), objective=\(random.pick(["99%", "0.9", "75%"])))"
    case ..<0.93: return step()
    default: return distribution()
    }
  }

  private mutating func metric() -> String {
    let name = random.pick(RuleGenerator.metrics)
    guard random.chance(0.2), MetricUse.canonical(name) != nil else { return name }
    return name + random.pick(["_avg", "_max", "_count", "_rate", "_stddev", "_last"])
  }

  /// Empty, or a metric with or without filters and a comma behind it.
  private mutating func selector() -> String {
    guard random.chance(0.45) else { return "" }
    let filters = [
      "", "", "{status=\"error\"}", "{user=~\"u1.*\"}", "{provider!=\"openai\"}", "{tenant=\"\"}",
      "{model!~\"gpt.*\", service=\"chat\"}", "{region=\"eu\"}",
    ]
    return metric() + random.pick(filters) + ", "
  }

  /// A window and perhaps an offset, together within `limit` instants.
  private mutating func window(limit: Int, parts: Int = 1) -> String {
    if random.chance(0.06), every >= 10 { return "\(random.int(1...every - 1))s" }
    // Not a multiple of `every`: the edge may be blurred, and is mostly left open.
    if random.chance(0.03) { return "\(every + random.int(1...every))s" }
    let most = limit / parts
    let count = random.chance(0.1) ? random.int(1...most) : random.pick([1, 1, 2, 3, 4, 6, 8, 12])
    let left = most - count
    guard random.chance(0.25), left > 0 else { return "\(count * every)s" }
    let offset = Swift.min(left, random.pick([1, 1, 2, 3, 6])) * every
    return "\(count * every)s, offset=\(random.chance(0.1) ? 0 : offset)s"
  }

  private mutating func step() -> String {
    if every >= 60, random.chance(0.5) { return longStep() }
    let step = random.pick([5, 7, 10, 20, 30, 60])
    let minimum = random.pick([2, 3, 5, 10])
    let name = random.pick([
      "zscore", "zscore", "robust_zscore", "seasonal_zscore", "ewma_zscore", "forecast", "forecast_lower",
      "forecast_upper",
    ])
    var arguments = ["step=\(step)s", "min_points=\(minimum)"]
    var window = ["\(step * (minimum + random.int(0...12)))s"]
    switch name {
    case "ewma_zscore":
      window = []
      if random.chance(0.7) { arguments.append("alpha=\(random.pick(["0.1", "0.3", "50%", "0.9"]))") }
    case "seasonal_zscore":
      let season = step * random.int(1...6)
      window = ["\(season * (minimum + random.int(0...4)))s"]
      arguments.append("season=\(season)s")
    case "forecast", "forecast_lower", "forecast_upper":
      if random.chance(0.5) { arguments.append("horizon=\(random.pick([10, 60, 300]))s") }
      if name != "forecast", random.chance(0.5) { arguments.append("confidence=\(random.pick(["90%", "0.5", "99%"]))") }
    default: break
    }
    if random.chance(0.25) { arguments.append("offset=\(random.pick([step, 2 * step, every, 7]))s") }
    return "\(name)(\((selectors() + window + arguments).joined(separator: ", ")))"
  }

  /// Over hours, with the steps that follow from the window.
  private mutating func longStep() -> String {
    let name = random.pick(["zscore", "robust_zscore", "forecast", "forecast_upper"])
    let window = random.pick(["12m", "1h", "2h", "6h", "12h"])
    return "\(name)(\(selector())\(window), min_points=\(random.pick([3, 10])))"
  }

  private mutating func selectors() -> [String] {
    let text = selector()
    return text.isEmpty ? [] : [String(text.dropLast(2))]
  }

  private mutating func distribution() -> String {
    let name = random.pick(["psi", "ks", "ks_pvalue", "wasserstein", "js_divergence"])
    let metric = random.pick(["llm_request_duration", "request_duration_ms", "llm_tokens_per_second", "llm_cost_usd"])
    let window = every * random.int(2...12)
    let baseline = every * random.int(2...36)
    var arguments = [metric, "\(window)s", "min_points=\(random.pick([5, 10, 30]))"]
    if random.chance(0.7) || window * 5 > 60 * every { arguments.append("baseline=\(baseline)s") }
    if random.chance(0.2) { arguments.append("offset=\(every)s") }
    return "\(name)(\(arguments.joined(separator: ", ")))"
  }
}
