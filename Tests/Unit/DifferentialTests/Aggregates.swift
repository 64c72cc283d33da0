import Foundation

/// Aggregates of a list of values, with how far rounding and sketches may move another implementation's result.
enum Aggregates {
  /// - Parameter seconds: the window's length, for a rate.
  static func value(_ aggregate: ReferenceAggregate, of values: [Double], seconds: Double) -> Quantity {
    let count = Double(values.count)
    switch aggregate {
    case .count: return Quantity(count)
    case .sum: return sum(values)
    default: break
    }
    guard let first = values.first, let last = values.last else { return .unknown }
    switch aggregate {
    case .avg: return sum(values) / Quantity(count)
    case .min: return Quantity(values.min() ?? .nan)
    case .max: return Quantity(values.max() ?? .nan)
    case .first: return Quantity(first)
    case .last: return Quantity(last)
    case .stddev: return stddev(values)
    case .rate: return values.count < 2 ? .unknown : Quantity((last - first) / seconds)
    case .quantile(let q): return quantile(q, of: values)
    case .count, .sum: return .unknown
    }
  }

  /// Exact for integers, else within rounding.
  static func sum(_ values: [Double]) -> Quantity {
    let total = values.reduce(0, +)
    let size = values.reduce(0) { $0 + abs($1) }
    let isExact = size < 9e15 && values.allSatisfy { $0 == $0.rounded() } || values.count < 2
    return Quantity(total, within: isExact ? 0 : 1e-11 * size)
  }

  /// Of the population; one value has 0 ([P25]).
  static func stddev(_ values: [Double]) -> Quantity {
    let mean = values.reduce(0, +) / Double(values.count)
    if values.allSatisfy({ $0 == values.first }) { return Quantity(0) }
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    let deviation = variance.squareRoot()
    // Integers of a whole mean are exact in any order; else rounding of the mean counts.
    let isExact = mean == mean.rounded() && values.allSatisfy { $0 == $0.rounded() && abs($0) < 1e6 }
    let size = values.map(abs).max() ?? 0
    return Quantity(deviation, within: isExact ? 0 : 1e-9 * deviation + 1e-12 * size)
  }

  /// Linear interpolation at rank q·(n − 1), each order statistic within 1 % ([P26]).
  static func quantile(_ q: Double, of values: [Double]) -> Quantity {
    guard !values.isEmpty else { return .unknown }
    let sorted = values.sorted()
    func interpolated(_ statistic: (Double) -> Double) -> Double {
      let rank = q * Double(sorted.count - 1)
      let below = Int(rank.rounded(.down))
      let fraction = rank - Double(below)
      let low = statistic(sorted[below])
      guard fraction > 0, below + 1 < sorted.count else { return low }
      return low + fraction * (statistic(sorted[below + 1]) - low)
    }
    return Quantity(
      interpolated { $0 }, from: interpolated { $0 - 0.0101 * abs($0) }, to: interpolated { $0 + 0.0101 * abs($0) })
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
