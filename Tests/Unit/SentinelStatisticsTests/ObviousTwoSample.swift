import Foundation

/// The measures of two samples straight from their definitions over plain lists, slow and without tricks.
struct ObviousTwoSample {
  let current: [Double]
  let baseline: [Double]

  /// Deciles of the baseline by linear interpolation, equal ones merged.
  var edges: [Double] {
    let sorted = baseline.sorted()
    var edges: [Double] = []
    for k in 1...9 {
      let rank = Double(k * (sorted.count - 1)) / 10
      let low = Int(rank)
      let high = min(low + 1, sorted.count - 1)
      let edge = sorted[low] + (sorted[high] - sorted[low]) * (rank - Double(low))
      if edge != edges.last { edges.append(edge) }
    }
    return edges
  }

  private func shares(_ values: [Double]) -> [Double] {
    let bounds = [-Double.infinity] + edges + [Double.infinity]
    return zip(bounds, bounds.dropFirst()).map { lower, upper in
      Double(values.filter { $0 > lower && $0 <= upper }.count) / Double(values.count)
    }
  }

  var psi: Double {
    zip(shares(current), shares(baseline)).map { a, e in
      (max(a, 1e-4) - max(e, 1e-4)) * log(max(a, 1e-4) / max(e, 1e-4))
    }.reduce(0, +)
  }

  var jsDivergence: Double {
    let (p, q) = (shares(current), shares(baseline))
    let middle = zip(p, q).map { ($0 + $1) / 2 }
    let divergence = { (from: [Double]) in
      zip(from, middle).map { $0 == 0 ? 0 : $0 * log2($0 / $1) }.reduce(0, +)
    }
    return (divergence(p) + divergence(q)) / 2
  }

  private func share(_ values: [Double], upTo x: Double) -> Double {
    Double(values.filter { $0 <= x }.count) / Double(values.count)
  }

  private func difference(at x: Double) -> Double { abs(share(current, upTo: x) - share(baseline, upTo: x)) }

  var ks: Double { (current + baseline).map { difference(at: $0) }.max() ?? .nan }

  var ksPvalue: Double {
    let (n, m) = (Double(current.count), Double(baseline.count))
    let root = (n * m / (n + m)).squareRoot()
    let lambda = (root + 0.12 + 0.11 / root) * ks
    if lambda < 0.2 { return 1 }
    return 2
      * (1...100).map { (j: Int) in (j % 2 == 1 ? 1 : -1) * exp(-2 * Double(j * j) * lambda * lambda) }.reduce(0, +)
  }

  var wasserstein: Double {
    let pooled = (current + baseline).sorted()
    return zip(pooled, pooled.dropFirst()).map { difference(at: $0) * ($1 - $0) }.reduce(0, +)
  }
}
