import Foundation
import RuleSyntax

/// The values of calls in one group as at one instant, each computed anew from the samples.
struct WindowFunctions {
  let group: ReferenceGroup
  let every: Int64
  let isEvent: Bool

  func value(_ call: ReferenceCall, at instant: Int64) -> Quantity {
    let result = decidedValue(call, at: instant)
    // The order of its divisions is nowhere said, so its samples may differ in the last digit.
    guard call.metric.name == "llm_tokens_per_second", result.value.isFinite, !result.isOpen else { return result }
    let slack = 1e-9 + 1e-11 * abs(result.value)
    return Quantity(result.value, from: result.low - slack, to: result.high + slack)
  }

  private func decidedValue(_ call: ReferenceCall, at instant: Int64) -> Quantity {
    // [P31]: an offset means as at T − D.
    let now = instant - call.offset
    if call.isStep { return stepValue(call, at: now) }
    if call.isDistribution {
      return isBlurred(call, at: instant) ? .open(.nan) : distributionValue(call, at: now)
    }
    let result = plainValue(call, at: now)
    return isBlurred(call, at: instant) ? .open(result.value) : result
  }

  private func plainValue(_ call: ReferenceCall, at now: Int64) -> Quantity {
    switch call.function {
    case "value": return aggregate(call.metric.aggregate, call, at: now)
    case "avg": return aggregate(.avg, call, at: now)
    case "sum": return aggregate(.sum, call, at: now)
    case "count": return aggregate(.count, call, at: now)
    case "min": return aggregate(.min, call, at: now)
    case "max": return aggregate(.max, call, at: now)
    case "stddev": return aggregate(.stddev, call, at: now)
    case "first": return aggregate(.first, call, at: now)
    case "last": return aggregate(.last, call, at: now)
    case "rate": return aggregate(.rate, call, at: now)
    case "quantile": return aggregate(.quantile(call.q), call, at: now)
    case "delta":
      let samples = window(call, at: now)
      guard samples.count >= 2, let first = samples.first, let last = samples.last else { return .unknown }
      return Quantity(last.value - first.value)
    case "change":
      let current = aggregate(call.metric.aggregate, call, at: now)
      let before = aggregate(call.metric.aggregate, call, at: now - call.window)
      if before.low < 0, before.high > 0 { return .open(.nan) }
      let size = before.value < 0 ? -before : before
      return (current - before) / size
    case "distinct":
      guard group.firstSample(of: call.metric.name, by: now) != nil else { return .unknown }
      let values = Set(window(call, at: now).map { $0.event.label(call.label) }).subtracting([""])
      let count = Double(values.count)
      return values.count <= 1_000 ? Quantity(count) : Quantity(count, within: 0.03 * count)
    case "burn_rate":
      let ratio = aggregate(.avg, call, at: now)
      return ratio / Quantity(1 - (call.numbers["objective"] ?? .nan))
    default: return .unknown
    }
  }

  /// [P30]
  func absent(_ call: ReferenceCall, at instant: Int64) -> Truth {
    let now = instant - call.offset
    let earlier = group.samples(of: call.metric.name, after: .min, through: now)
    guard earlier.contains(where: { matches($0, call.matchers) }) else { return .isUnknown }
    return isBlurred(call, at: instant) ? [.isTrue, .isFalse] : Truth(window(call, at: now).isEmpty)
  }

  private func window(_ call: ReferenceCall, at now: Int64) -> [ReferenceSample] {
    group.samples(of: call.metric.name, after: now - call.window, through: now).filter { matches($0, call.matchers) }
  }

  func matches(_ sample: ReferenceSample, _ matchers: [Selector.Matcher]) -> Bool {
    matchers.allSatisfy { matcher in
      let value = sample.event.label(matcher.label)
      return switch matcher.operation {
      case .equal: value == matcher.value
      case .notEqual: value != matcher.value
      case .matches: RegularExpressions.matchesWhole(value, matcher.value)
      case .matchesNot: !RegularExpressions.matchesWhole(value, matcher.value)
      }
    }
  }

  private func aggregate(_ aggregate: ReferenceAggregate, _ call: ReferenceCall, at now: Int64) -> Quantity {
    guard let first = group.firstSample(of: call.metric.name, by: now) else { return .unknown }
    let values = window(call, at: now).map(\.value)
    if aggregate == .rate, call.metric.kind == .sum {
      // [P81]: F is the last multiple of `every` before the first sample.
      let start = (first - 1).floored(to: every)
      let length = Swift.min(call.window, now - start)
      return Aggregates.sum(values) / Quantity(Double(length) / 1e9)
    }
    return Aggregates.value(aggregate, of: values, seconds: Double(call.window) / 1e9)
  }

  // MARK: Where buckets may blur an edge ([P47])

  private func isBlurred(_ call: ReferenceCall, at instant: Int64) -> Bool {
    let blur = blurWidth(call)
    guard blur > 0 else { return false }
    let now = instant - call.offset
    var edges = [now - call.window]
    if call.function == "change" { edges.append(now - 2 * call.window) }
    if call.isDistribution { edges.append(now - call.window - call.baseline) }
    if call.offset > 0 { edges.append(now) }
    return edges.contains { edge in
      group.samples(of: call.metric.name, after: edge - blur, through: edge + blur).contains {
        matches($0, call.matchers)
      }
    }
  }

  private func blurWidth(_ call: ReferenceCall) -> Int64 {
    let isFine = !(call.isDistribution || ["quantile", "distinct"].contains(call.function) || hasQuantileDefault(call))
    let limit: Int64 = isFine ? 360 : 60
    let width = call.lookback / limit + 1
    if isEvent { return width }
    if call.window < every, call.offset == 0, call.function != "change" { return 0 }
    let isAligned = [call.window, call.offset, call.isDistribution ? call.baseline : 0].allSatisfy { $0 % every == 0 }
    return isAligned && call.lookback / every <= limit ? 0 : width
  }

  private func hasQuantileDefault(_ call: ReferenceCall) -> Bool {
    guard ["value", "change"].contains(call.function), case .quantile = call.metric.aggregate else { return false }
    return true
  }
}

extension Int64 {
  /// The largest multiple of `step` at or below.
  func floored(to step: Int64) -> Int64 {
    let rest = self % step
    return self - (rest < 0 ? rest + step : rest)
  }
}
