/// The point between `lower` and `upper` at `fraction` (0…1) of the way; exact at both ends and between equal values.
@inlinable
package func interpolate(_ lower: Double, _ upper: Double, _ fraction: Double) -> Double {
  if fraction <= 0 || lower == upper { return lower }
  if fraction >= 1 { return upper }
  let gap = upper - lower
  return gap.isFinite ? lower + gap * fraction : lower * (1 - fraction) + upper * fraction
}

/// The quantile `q` (0…1) of ascending values: linear interpolation between the order statistics around rank
/// q·(n − 1) from 0 (type 7 of Hyndman and Fan 1996).
///
/// NaN without values and for a `q` outside 0…1. O(1).
@inlinable
public func quantile(ofSorted values: some RandomAccessCollection<Double>, _ q: Double) -> Double {
  guard !values.isEmpty, q >= 0, q <= 1 else { return .nan }
  let rank = q * Double(values.count - 1)
  let low = min(Int(rank), values.count - 1)
  let lower = values[values.index(values.startIndex, offsetBy: low)]
  guard low + 1 < values.count else { return lower }
  return interpolate(lower, values[values.index(values.startIndex, offsetBy: low + 1)], rank - Double(low))
}

/// The median of ascending values: the mean of the middle two where their number is even. NaN without values. O(1).
@inlinable
public func median(ofSorted values: some RandomAccessCollection<Double>) -> Double { quantile(ofSorted: values, 0.5) }

/// The median of values in any order. NaN without values or with a NaN among them. O(n log n).
@inlinable
public func median(of values: some Collection<Double>) -> Double {
  if values.contains(where: \.isNaN) { return .nan }
  return median(ofSorted: values.sorted())
}

/// The median of |xᵢ − center|. NaN without values or with a NaN among them. O(n log n).
@inlinable
public func medianAbsoluteDeviation(of values: some Collection<Double>, around center: Double) -> Double {
  if center.isNaN || values.contains(where: \.isNaN) { return .nan }
  return medianAbsoluteDeviation(ofSorted: values.sorted(), around: center)
}

/// The median of |xᵢ − center| of ascending values. NaN without values. O(n).
@inlinable
public func medianAbsoluteDeviation(ofSorted values: [Double], around center: Double) -> Double {
  guard !values.isEmpty, !center.isNaN else { return .nan }
  // The largest distances lie at the ends: take them off until the upper of the middle two is the largest left.
  var (low, high) = (0, values.count - 1)
  var largest = 0.0
  var previous = 0.0
  for _ in 0...values.count / 2 {
    let (below, above) = ((center - values[low]).magnitude, (values[high] - center).magnitude)
    previous = largest
    largest = max(below, above)
    if below > above { low += 1 } else { high -= 1 }
  }
  return values.count.isMultiple(of: 2) ? interpolate(largest, previous, 0.5) : largest
}
