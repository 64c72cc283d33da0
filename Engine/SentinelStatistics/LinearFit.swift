/// A straight line fitted by least squares to points.
///
/// Two passes, means before deviations: so small whole numbers, as counts of errors are, give a line whose zero is zero,
/// and points on a line have a squared error of nearly 0, whatever their size. For the best conditioning count x from the
/// last point. A point that isn't finite makes everything unknown (NaN).
public struct LinearFit: Sendable, Hashable {
  /// How many points it was fitted to.
  public let count: Int
  private let meanX: Double
  private let meanY: Double
  /// Σ (x − x̄)².
  private let squaresX: Double
  /// Σ (x − x̄)(y − ȳ).
  private let products: Double
  /// Σ (y − ŷ)².
  private let squaredError: Double

  /// O(points).
  public init(_ points: [(x: Double, y: Double)]) {
    count = points.count
    let size = max(1, Double(points.count))
    let (meanX, meanY) = (
      points.reduce(0) { $0 + $1.x } / size, points.reduce(0) { $0 + $1.y } / size
    )
    let squaresX = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    let products = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) }
    let slope = squaresX > 0 ? products / squaresX : 0
    squaredError = points.reduce(0) { sum, point in
      let residual = point.y - meanY - slope * (point.x - meanX)
      return sum + residual * residual
    }
    (self.meanX, self.meanY, self.squaresX, self.products) = (meanX, meanY, squaresX, products)
  }

  /// The change of y for each unit of x; NaN without two distinct x.
  public var slope: Double { squaresX > 0 && squaresX.isFinite ? products / squaresX : .nan }

  /// The line's y at `x`; NaN without two distinct x.
  public func value(at x: Double) -> Double { meanY + slope * (x - meanX) }

  /// The prediction interval of a further point at `x`: ŷ ± z·s·√(1 + 1/n + (x − x̄)²/Sxx), with s² = SSE/(n − 2) and z
  /// the normal quantile of `confidence` (0…1), two-sided.
  ///
  /// Both are NaN under three points, without two distinct x and for a `confidence` outside 0…1.
  public func bounds(at x: Double, confidence: Double) -> (lower: Double, upper: Double) {
    guard count > 2, confidence >= 0, confidence <= 1 else { return (.nan, .nan) }
    let distance = x - meanX
    let leverage = 1 + 1 / Double(count) + distance * distance / squaresX
    let deviation = (squaredError / Double(count - 2) * leverage).squareRoot()
    let margin = deviation == 0 ? 0 : normalQuantile((1 + confidence) / 2) * deviation
    return (value(at: x) - margin, value(at: x) + margin)
  }
}
