import Foundation

/// Functions on step aggregates ([P38]–[P45]).
extension WindowFunctions {
  func stepValue(_ call: ReferenceCall, at now: Int64) -> Quantity {
    let step = call.step
    let end = now.floored(to: step)
    let count = Int(call.window / step)
    switch call.function {
    case "forecast", "forecast_lower", "forecast_upper": return forecast(call, at: now)
    case "ewma_zscore": return ewmaZscore(call, end: end)
    default: break
    }
    guard let x = point(call, endingAt: end) else { return .unknown }
    let baseline: [Quantity]
    var minimum = 10
    if call.function == "seasonal_zscore" {
      minimum = 3
      let season = call.durations["season"] ?? 86_400_000_000_000
      baseline = stride(from: season, through: call.window, by: Int64.Stride(season)).reversed()
        .compactMap { point(call, endingAt: end - $0) }
    } else {
      baseline = (1...max(1, count)).reversed().compactMap { point(call, endingAt: end - Int64($0) * step) }
    }
    guard baseline.count >= call.numbers["min_points"].map({ Int($0) }) ?? minimum, !baseline.isEmpty else {
      return .unknown
    }
    return call.function == "robust_zscore" ? Scores.robust(x, baseline) : Scores.plain(x, baseline)
  }

  /// The metric's default aggregate in the step (end − S, end]; nil for no point ([P39]).
  private func point(_ call: ReferenceCall, endingAt end: Int64) -> Quantity? {
    let step = call.step
    let values = group.samples(of: call.metric.name, after: end - step, through: end)
      .filter { matches($0, call.matchers) }.map(\.value)
    let seconds = Double(step) / 1e9
    let isSumRate = call.metric.aggregate == .rate && call.metric.kind == .sum
    if isSumRate || [.sum, .count].contains(call.metric.aggregate) {
      guard group.firstSample(of: call.metric.name, by: end) != nil else { return nil }
      let total = Aggregates.value(isSumRate ? .sum : call.metric.aggregate, of: values, seconds: seconds)
      return isSumRate ? total / Quantity(seconds) : total
    }
    let value = Aggregates.value(call.metric.aggregate, of: values, seconds: seconds)
    return value.isUnknown ? nil : value
  }

  /// [P43], [P75]
  private func ewmaZscore(_ call: ReferenceCall, end: Int64) -> Quantity {
    guard let first = group.samples[call.metric.name]?.first?.at, let newest = point(call, endingAt: end) else {
      return .unknown
    }
    let step = call.step
    let alpha = call.numbers["alpha"] ?? 0.1
    var earlier: [Double] = []
    var isSketched = newest.low != newest.high && hasQuantileSteps(call)
    // The step that holds the first sample ends at the first multiple at or after it.
    var time = (first - 1).floored(to: step) + step
    while time < end {
      if let point = point(call, endingAt: time) {
        earlier.append(point.value)
        isSketched = isSketched || hasQuantileSteps(call) && point.low != point.high
      }
      time += step
    }
    guard earlier.count >= call.numbers["min_points"].map({ Int($0) }) ?? 10, let start = earlier.first else {
      return .unknown
    }
    var mean = start
    var variance = 0.0
    for x in earlier.dropFirst() {
      let difference = x - mean
      mean += alpha * difference
      variance = (1 - alpha) * (variance + alpha * difference * difference)
    }
    if isSketched { return .open(.nan) }
    return Scores.score(newest.value, center: mean, deviation: variance.squareRoot())
  }

  func hasQuantileSteps(_ call: ReferenceCall) -> Bool {
    if case .quantile = call.metric.aggregate { true } else { false }
  }

  /// [P44]
  private func forecast(_ call: ReferenceCall, at now: Int64) -> Quantity {
    let step = call.step
    let end = now.floored(to: step)
    var points: [(time: Double, value: Quantity)] = []
    for index in (0..<max(1, Int(call.window / step))).reversed() {
      let time = end - Int64(index) * step
      // Seconds from the newest step's end keep the sums small.
      if let point = point(call, endingAt: time) { points.append((Double(time - end) / 1e9, point)) }
    }
    let minimum = call.numbers["min_points"].map { Int($0) } ?? 10
    guard points.count >= Swift.max(minimum, 2) else { return .unknown }
    let horizon = call.durations["horizon"] ?? call.window
    let line = LeastSquares(points.map { ($0.time, $0.value.value) })
    let target = Double(now + horizon - end) / 1e9
    let size = points.map { abs($0.value.value) }.max() ?? 0
    let spread = points.map { Swift.max($0.value.value - $0.value.low, $0.value.high - $0.value.value) }.max() ?? 0
    let factor = line.predictionFactor(at: target)
    let error = (1e-9 * size + 2 * spread * Double(points.count).squareRoot()) * (1 + factor)
    let mean = line.value(at: target)
    if call.function == "forecast" { return Quantity(mean, within: error) }
    guard points.count > 2 else { return .unknown }
    let half = Normal.quantile((1 + (call.numbers["confidence"] ?? 0.95)) / 2) * line.deviation * factor
    let bound = call.function == "forecast_lower" ? mean - half : mean + half
    return Quantity(bound, within: 10 * error + 1e-7 * size * (1 + factor))
  }
}

/// Scores against a baseline, with the floors of [P40].
enum Scores {
  static func plain(_ x: Quantity, _ baseline: [Quantity]) -> Quantity {
    let values = baseline.map(\.value)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return score(x, baseline, center: mean, deviation: variance.squareRoot(), scale: 1)
  }

  static func robust(_ x: Quantity, _ baseline: [Quantity]) -> Quantity {
    let values = baseline.map(\.value)
    let median = Aggregates.median(values)
    let mad = Aggregates.median(values.map { abs($0 - median) })
    return score(x, baseline, center: median, deviation: mad, scale: 1.4826)
  }

  private static func score(
    _ x: Quantity, _ baseline: [Quantity], center: Double, deviation: Double, scale: Double
  ) -> Quantity {
    // Sketched points: mean, median, deviation and MAD each move by at most as much (twice, the MAD) as the points do.
    let spread = (baseline + [x]).map { Swift.max($0.value - $0.low, $0.high - $0.value) }.max() ?? 0
    let result = score(x.value, center: center, deviation: deviation, scale: scale)
    guard spread > 1e-9 * abs(center) else { return result }
    guard deviation > 2.5 * spread else { return .open(result.value) }
    let low = scale * (deviation - 2 * spread)
    let high = scale * (deviation + 2 * spread)
    let difference = x.value - center
    let corners = [difference - 2 * spread, difference + 2 * spread].flatMap { [$0 / low, $0 / high] }
    return Quantity(result.value, from: corners.min() ?? .nan, to: corners.max() ?? .nan)
  }

  static func score(_ x: Double, center: Double, deviation: Double, scale: Double = 1) -> Quantity {
    let isZero = deviation <= 1e-9 * abs(center)
    // Close to the floor rounding decides which side is taken.
    let isClear = deviation == 0 || deviation <= 1e-10 * abs(center) || deviation >= 1e-6 * abs(center)
    if isZero {
      let distance = abs(x - center)
      if distance > 1e-12 * abs(center), distance < 1e-7 * abs(center) || !isClear { return .open(.nan) }
      if !isClear { return .open(.nan) }
      return Quantity(distance <= 1e-9 * abs(center) ? 0 : x > center ? .infinity : -.infinity)
    }
    let z = (x - center) / (scale * deviation)
    return isClear ? Quantity(z, within: 1e-7 * Swift.max(1, abs(z))) : .open(z)
  }
}

/// A straight line through points, and how far a new point may lie from it.
struct LeastSquares {
  private let count: Double
  private let meanTime: Double
  private let meanValue: Double
  private let squares: Double
  private let slope: Double
  /// √(SSE / (n − 2))
  let deviation: Double

  init(_ points: [(Double, Double)]) {
    count = Double(points.count)
    let meanTime = points.reduce(0) { $0 + $1.0 } / Double(points.count)
    let meanValue = points.reduce(0) { $0 + $1.1 } / Double(points.count)
    squares = points.reduce(0) { $0 + ($1.0 - meanTime) * ($1.0 - meanTime) }
    let slope = points.reduce(0) { $0 + ($1.0 - meanTime) * ($1.1 - meanValue) } / squares
    let errors = points.map { $0.1 - (meanValue + slope * ($0.0 - meanTime)) }
    deviation = points.count > 2 ? (errors.reduce(0) { $0 + $1 * $1 } / Double(points.count - 2)).squareRoot() : .nan
    self.meanTime = meanTime
    self.meanValue = meanValue
    self.slope = slope
  }

  func value(at time: Double) -> Double { meanValue + slope * (time - meanTime) }

  /// √(1 + 1/n + (t − t̄)²/Sxx)
  func predictionFactor(at time: Double) -> Double {
    (1 + 1 / count + (time - meanTime) * (time - meanTime) / squares).squareRoot()
  }
}

enum Normal {
  /// The quantile of the standard normal distribution, by bisection on its distribution function.
  static func quantile(_ probability: Double) -> Double {
    var low = -40.0
    var high = 40.0
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if 0.5 * erfc(-middle / 2.0.squareRoot()) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
