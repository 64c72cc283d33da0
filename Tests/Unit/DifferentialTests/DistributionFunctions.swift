import Foundation

/// Functions of two windows' distributions ([P46]), exactly, with the error that sketches are allowed.
extension WindowFunctions {
  func distributionValue(_ call: ReferenceCall, at now: Int64) -> Quantity {
    func values(after start: Int64, through end: Int64) -> [Double] {
      group.samples(of: call.metric.name, after: start, through: end).filter { matches($0, call.matchers) }.map(\.value)
    }
    let current = values(after: now - call.window, through: now).sorted()
    let baseline = values(after: now - call.window - call.baseline, through: now - call.window).sorted()
    let minimum = Int(call.numbers["min_points"] ?? 30)
    guard current.count >= Swift.max(1, minimum), baseline.count >= Swift.max(1, minimum) else { return .unknown }
    let result = exact(call.function, current, baseline)
    // The errors hold for continuous values; of tied ones nothing is said.
    let distinct = Set(baseline).union(current).count
    guard Double(distinct) > 0.95 * Double(current.count + baseline.count) else { return .open(result) }
    switch call.function {
    case "ks", "js_divergence": return Quantity(result, within: 0.0201)
    case "psi": return Quantity(result, within: 0.1 * result + 0.0201)
    case "wasserstein":
      return Quantity(result, within: 0.0201 * result)
    default:
      let statistic = Distributions.ks(current, baseline)
      let p = { Distributions.ksPvalue($0, current.count, baseline.count) }
      return Quantity(result, from: p(statistic + 0.0201), to: p(Swift.max(0, statistic - 0.0201)))
    }
  }

  private func exact(_ function: String, _ current: [Double], _ baseline: [Double]) -> Double {
    switch function {
    case "psi": Distributions.psi(current, baseline)
    case "js_divergence": Distributions.jensenShannon(current, baseline)
    case "ks": Distributions.ks(current, baseline)
    case "wasserstein": Distributions.wasserstein(current, baseline)
    default: Distributions.ksPvalue(Distributions.ks(current, baseline), current.count, baseline.count)
    }
  }
}

/// All take sorted samples that are not empty.
enum Distributions {
  static func psi(_ current: [Double], _ baseline: [Double]) -> Double {
    let edges = decileEdges(baseline)
    let expected = shares(baseline, edges).map { Swift.max($0, 1e-4) }
    let actual = shares(current, edges).map { Swift.max($0, 1e-4) }
    return zip(actual, expected).reduce(0) { $0 + ($1.0 - $1.1) * log($1.0 / $1.1) }
  }

  static func jensenShannon(_ current: [Double], _ baseline: [Double]) -> Double {
    let edges = decileEdges(baseline)
    func term(_ share: Double, _ middle: Double) -> Double { share > 0 ? share * log2(share / middle) : 0 }
    return zip(shares(current, edges), shares(baseline, edges)).reduce(0) { total, pair in
      let middle = (pair.0 + pair.1) / 2
      return total + (term(pair.0, middle) + term(pair.1, middle)) / 2
    }
  }

  /// max |F − G| over all values.
  static func ks(_ current: [Double], _ baseline: [Double]) -> Double {
    (current + baseline).map { abs(share(current, through: $0) - share(baseline, through: $0)) }.max() ?? 0
  }

  /// Q_KS((√N + 0.12 + 0.11/√N)·D) with N = nm/(n + m).
  static func ksPvalue(_ statistic: Double, _ n: Int, _ m: Int) -> Double {
    let root = (Double(n) * Double(m) / Double(n + m)).squareRoot()
    let lambda = (root + 0.12 + 0.11 / root) * statistic
    guard lambda > 0.2 else { return 1 }
    var sum = 0.0
    for j in 1...100 {
      let term = 2 * exp(-2 * Double(j * j) * lambda * lambda)
      sum += j % 2 == 1 ? term : -term
    }
    return Swift.min(1, Swift.max(0, sum))
  }

  /// ∫ |F − G|
  static func wasserstein(_ current: [Double], _ baseline: [Double]) -> Double {
    let all = (current + baseline).sorted()
    return zip(all, all.dropFirst()).reduce(0) { total, pair in
      total + abs(share(current, through: pair.0) - share(baseline, through: pair.0)) * (pair.1 - pair.0)
    }
  }

  private static func share(_ values: [Double], through edge: Double) -> Double {
    Double(values.filter { $0 <= edge }.count) / Double(values.count)
  }

  /// The deciles, equal ones merged.
  private static func decileEdges(_ baseline: [Double]) -> [Double] {
    let deciles = (1...9).map { Aggregates.quantile(Double($0) / 10, of: baseline).value }
    return deciles.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// The share of values in each bin (e₍ᵢ₋₁₎, eᵢ], the outer ones open.
  private static func shares(_ values: [Double], _ edges: [Double]) -> [Double] {
    let bounds = [-.infinity] + edges + [.infinity]
    return zip(bounds, bounds.dropFirst()).map { low, high in
      Double(values.filter { $0 > low && $0 <= high }.count) / Double(values.count)
    }
  }
}
