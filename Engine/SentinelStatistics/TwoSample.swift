/// Distances between two distributions that are known by samples. Each is NaN (unknown) where a sample is empty.
public enum TwoSample {
  /// A share below this counts as this much in the stability index, which has no value for an empty bin.
  private static let smallestShare = 1e-4

  /// Population stability index: Σ (a − e)·ln(a / e) over the baseline's decile bins, with a and e the current and
  /// baseline shares, those under 1e-4 taken as 1e-4. Unit 1, ≥ 0. O(n + m).
  ///
  /// Source: Siddiqi, “Credit Risk Scorecards”, 2006.
  public static func psi(current: WeightedSample, baseline: WeightedSample) -> Double {
    sum(current, baseline) { actual, expected in
      let a = max(actual, smallestShare)
      let e = max(expected, smallestShare)
      return (a - e) * naturalLogarithm(a / e)
    }
  }

  /// Jensen-Shannon divergence in bits over the baseline's decile bins: 0 (same) to 1 (disjoint). O(n + m).
  ///
  /// Source: Lin, “Divergence measures based on the Shannon entropy”, 1991. It is the divergence, not its root.
  public static func jsDivergence(current: WeightedSample, baseline: WeightedSample) -> Double {
    let bits = sum(current, baseline) { p, q in
      let middle = (p + q) / 2
      let first = p > 0 ? p * binaryLogarithm(p / middle) : 0
      let second = q > 0 ? q * binaryLogarithm(q / middle) : 0
      return (first + second) / 2
    }
    return bits.isNaN ? bits : min(max(bits, 0), 1)
  }

  /// Kolmogorov-Smirnov statistic: the largest |F − G| of the two distribution functions, 0…1. O(n + m).
  public static func ks(current: WeightedSample, baseline: WeightedSample) -> Double {
    var largest = 0.0
    let known = walk(current, baseline) { _, difference in largest = max(largest, difference) }
    return known ? largest : .nan
  }

  /// The chance (0…1) of so large a Kolmogorov-Smirnov statistic between samples of one distribution.
  ///
  /// Q((√N + 0.12 + 0.11/√N)·D) with N = nm/(n + m), n and m the total weights. Source: Stephens 1970, as in Press et
  /// al., “Numerical Recipes”, 14.3. Conservative for discrete data. O(n + m).
  public static func ksPvalue(current: WeightedSample, baseline: WeightedSample) -> Double {
    let statistic = ks(current: current, baseline: baseline)
    let n = current.ordered().totalWeight
    let m = baseline.ordered().totalWeight
    let root = (n / (n + m) * m).squareRoot()
    return kolmogorovTail((root + 0.12 + 0.11 / root) * statistic)
  }

  /// Wasserstein-1 (earth mover's) distance ∫|F − G| dx, ≥ 0, in the unit of the values. O(n + m).
  public static func wasserstein(current: WeightedSample, baseline: WeightedSample) -> Double {
    var area = 0.0
    var previous = 0.0
    var height = 0.0
    let known = walk(current, baseline) { value, difference in
      // Without a height the gap doesn't count, be it infinite.
      if height > 0 { area += height * (value - previous) }
      previous = value
      height = difference
    }
    return known ? area : .nan
  }

  /// P(K > λ) for Kolmogorov's distribution: 2 Σ (−1)^(j−1) e^(−2j²λ²), j ≥ 1; 1 for λ ≤ 0, NaN for NaN.
  ///
  /// That series converges slowly for small λ, where its theta-function transform
  /// 1 − √(2π)/λ Σ e^(−(2j−1)²π²/(8λ²)) takes over.
  package static func kolmogorovTail(_ lambda: Double) -> Double {
    if lambda.isNaN { return .nan }
    if lambda <= 0 { return 1 }
    // Four terms of either series are below 1e-16 of the first on their side of 1.
    if lambda < 1 {
      let step = Double.pi * Double.pi / (8 * lambda * lambda)
      let terms = [1.0, 3, 5, 7].reduce(0) { $0 + exponential(-$1 * $1 * step) }
      return 1 - (2 * Double.pi).squareRoot() / lambda * terms
    }
    let step = 2 * lambda * lambda
    return 2 * (exponential(-step) - exponential(-4 * step) + exponential(-9 * step) - exponential(-16 * step))
  }

  /// Sums `term(current share, baseline share)` over the baseline's decile bins.
  private static func sum(
    _ current: WeightedSample, _ baseline: WeightedSample, _ term: (Double, Double) -> Double
  ) -> Double {
    guard let bins = QuantileBins(decilesOf: baseline), let actual = bins.shares(of: current),
      let expected = bins.shares(of: baseline)
    else { return .nan }
    return zip(actual, expected).reduce(0) { $0 + term($1.0, $1.1) }
  }

  /// Visits each distinct value of either sample, ascending, with |F − G| from it up to the next one.
  ///
  /// False, with no visit, where a sample has no observations.
  private static func walk(
    _ current: WeightedSample, _ baseline: WeightedSample, _ visit: (_ value: Double, _ difference: Double) -> Void
  ) -> Bool {
    let (a, b) = (current.ordered(), baseline.ordered())
    let (n, m) = (a.totalWeight, b.totalWeight)
    guard n > 0, m > 0, (n * m).isFinite else { return false }
    var (i, j) = (0, 0)
    var (below, belowBaseline) = (0.0, 0.0)
    while i < a.values.count || j < b.values.count {
      let value = min(i < a.values.count ? a.values[i] : .infinity, j < b.values.count ? b.values[j] : .infinity)
      while i < a.values.count, a.values[i] <= value {
        below += a.weights[i]
        i += 1
      }
      while j < b.values.count, b.values[j] <= value {
        belowBaseline += b.weights[j]
        j += 1
      }
      // One division of whole numbers: 9/10 − 6/10 is 0.3, not a rounding above it.
      visit(value, (below * m - belowBaseline * n).magnitude / (n * m))
    }
    return true
  }
}
