/// A straight line fitted by least squares to points that come one by one.
///
/// The squared error is the sum of recursive residuals (Brown, Durbin and Evans 1975), which doesn't cancel: points on a
/// line have one of nearly 0, whatever their size. For the best conditioning count x from the last point. A point that
/// isn't finite makes everything unknown (NaN).
public struct LinearFit: Sendable, Hashable, Codable {
  /// How many points it was fitted to.
  public private(set) var count = 0
  private var meanX = 0.0
  private var meanY = 0.0
  /// Σ (x − x̄)².
  private var squaresX = 0.0
  /// Σ (x − x̄)(y − ȳ).
  private var products = 0.0
  /// Σ (y − ŷ)².
  private var squaredError = 0.0

  public init() {}

  public init(_ points: some Sequence<(x: Double, y: Double)>) {
    for point in points { add(x: point.x, y: point.y) }
  }

  /// Takes in a point. O(1).
  public mutating func add(x: Double, y: Double) {
    let earlier = Double(count)
    let (distanceX, distanceY) = (x - meanX, y - meanY)
    if squaresX > 0 {
      let residual = distanceY - products / squaresX * distanceX
      squaredError += residual * residual / (1 + 1 / earlier + distanceX * distanceX / squaresX)
    } else if count > 0, distanceX == 0 {
      squaredError += distanceY * distanceY / (1 + 1 / earlier)
    }
    count &+= 1
    meanX += distanceX / Double(count)
    meanY += distanceY / Double(count)
    squaresX += distanceX * (x - meanX)
    products += distanceX * (y - meanY)
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
