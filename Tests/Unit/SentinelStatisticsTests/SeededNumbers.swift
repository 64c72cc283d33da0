/// Numbers that look random and are the same in every run (SplitMix64, Steele, Lea and Flood 2014).
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// `count` numbers between −1 and 1, scaled and shifted.
  mutating func values(_ count: Int, scale: Double = 1, around center: Double = 0) -> [Double] {
    (0..<count).map { _ in center + scale * Double.random(in: -1...1, using: &self) }
  }

  /// `count` whole numbers of `range`, so that there are ties.
  mutating func integers(_ count: Int, in range: ClosedRange<Int>) -> [Double] {
    (0..<count).map { _ in Double(Int.random(in: range, using: &self)) }
  }
}

/// Whether two numbers agree within a relative tolerance (absolute below 1); two NaN and two equal infinities do.
func agree(_ a: Double, _ b: Double, within tolerance: Double = 1e-9) -> Bool {
  if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
  if a == b { return true }
  return (a - b).magnitude <= tolerance * max(1, a.magnitude, b.magnitude)
}
