// For the square root and rounding, which IEEE defines to the last digit.
import Glibc

/// Seeded random numbers: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), and draws from distributions made of it.
///
/// Logarithm and exponential are spelled out in IEEE arithmetic instead of taken from a C library, whose last digit
/// differs from platform to platform: the same seed gives the same bytes everywhere.
struct TrafficRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// In (0, 1), never 0 or 1.
  mutating func uniform() -> Double { (Double(bits() >> 11) + 0.5) / 9_007_199_254_740_992 }

  mutating func happens(_ probability: Double) -> Bool { uniform() < probability }

  /// An index drawn with the given weights.
  mutating func index(weights: [Double]) -> Int {
    var rest = uniform() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      rest -= weight
      if rest < 0 { return index }
    }
    return max(0, weights.count - 1)
  }

  /// A standard normal value, by Marsaglia's polar method.
  mutating func normal() -> Double {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square > 0, square < 1 { return x * (-2 * logarithm(square) / square).squareRoot() }
    }
  }

  mutating func logNormal(median: Double, sigma: Double) -> Double { median * exponential(sigma * normal()) }

  /// A gap between two arrivals: Gamma with this mean and coefficient of variation (Marsaglia and Tsang, 2000).
  mutating func gammaGap(mean: Double, variation: Double) -> Double {
    let shape = 1 / (variation * variation)
    let scale = mean * variation * variation
    // Below a shape of 1 the method needs one more, and the boost u^(1/shape).
    let boost = shape < 1 ? exponential(logarithm(uniform()) / shape) : 1
    let d = (shape < 1 ? shape + 1 : shape) - 1 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      if logarithm(uniform()) < 0.5 * x * x + d - d * v + d * logarithm(v) { return d * v * scale * boost }
    }
  }

  /// Lower-case hexadecimal digits.
  mutating func hex(words: Int) -> String {
    (0..<words).map { _ in
      let digits = String(bits(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

/// Natural logarithm of a positive number: exponent and area-hyperbolic-tangent series of the significand.
func logarithm(_ x: Double) -> Double {
  var significand = x.significand
  var exponent = Double(x.exponent)
  if significand > 2.0.squareRoot() {
    significand /= 2
    exponent += 1
  }
  let s = (significand - 1) / (significand + 1)
  var power = s
  var sum = 0.0
  for odd in stride(from: 1.0, through: 25, by: 2) {
    sum += power / odd
    power *= s * s
  }
  return exponent * 0.693_147_180_559_945_3 + 2 * sum
}

/// e to the power of `x`, for exponents within ±700: Taylor series of the remainder after whole powers of two.
func exponential(_ x: Double) -> Double {
  let clamped = min(max(x, -700), 700)
  let whole = (clamped / 0.693_147_180_559_945_3).rounded()
  let remainder = clamped - whole * 0.693_147_180_559_945_3
  var term = 1.0
  var sum = 1.0
  for n in 1...18 {
    term *= remainder / Double(n)
    sum += term
  }
  return sum * Double(sign: .plus, exponent: Int(whole), significand: 1)
}
