/// How many distinct values were seen, by their 64-bit hashes.
///
/// Exact up to 1,000 values, which it lists; beyond that a HyperLogLog of 2¹⁴ registers: standard error 0.81 %, so within
/// 2 % at 98 % confidence from 1,001 to far beyond 10 million values. The result depends only on which values were
/// seen, not on their order or on how sketches were merged.
///
/// Sources: Flajolet et al. 2007; the estimator is that of Ertl, “New cardinality estimation algorithms for HyperLogLog
/// sketches”, 2017, algorithm 6, which needs no bias tables.
public struct DistinctSketch: Sendable, Hashable {
  /// So many values are counted exactly.
  public static let exactLimit = 1_000

  private static let precision = 14
  private static let registerCount = 1 << precision
  /// The highest rank: all bits after the register's number are 0.
  private static let highestRank = 64 - precision + 1

  /// Mixed hashes, ascending; empty once there are registers.
  private var hashes: [UInt64] = []
  /// The highest rank by register; empty while values are listed.
  private var registers: [UInt8] = []

  public init() {}

  /// Adds the hash of a value; it need not be well mixed. O(log n), or O(n) for a new value while values are listed.
  public mutating func insert(_ hash: UInt64) {
    let mixed = Self.mix(hash)
    if !registers.isEmpty {
      raise(mixed)
      return
    }
    let index = position(of: mixed)
    if index < hashes.count, hashes[index] == mixed { return }
    hashes.insert(mixed, at: index)
    if hashes.count > Self.exactLimit { spill() }
  }

  /// Adds all values that another sketch has seen. O(n + m), or O(2¹⁴) with registers.
  public mutating func merge(_ other: DistinctSketch) {
    if !other.registers.isEmpty {
      if registers.isEmpty { spill() }
      for index in registers.indices { registers[index] = max(registers[index], other.registers[index]) }
    } else if !registers.isEmpty {
      for hash in other.hashes { raise(hash) }
    } else if hashes.isEmpty {
      hashes = other.hashes
    } else if !other.hashes.isEmpty {
      hashes = Self.union(hashes, other.hashes)
      if hashes.count > Self.exactLimit { spill() }
    }
  }

  /// The number of distinct values: exact up to 1,000. O(1), or O(2¹⁴) beyond.
  public var estimate: Double {
    if registers.isEmpty { return Double(hashes.count) }
    // Registers are only there when more values were counted.
    return max(Double(Self.exactLimit + 1), registerEstimate)
  }

  /// Bytes that it takes, with what it has allocated.
  public var byteCount: Int {
    let header = 32
    let listed = hashes.capacity > 0 ? header + hashes.capacity * MemoryLayout<UInt64>.stride : 0
    let counted = registers.capacity > 0 ? header + registers.capacity : 0
    return MemoryLayout<DistinctSketch>.size + listed + counted
  }

  // MARK: - Listed values

  /// Where `hash` is or belongs.
  private func position(of hash: UInt64) -> Int {
    var low = 0
    var high = hashes.count
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < hash { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func union(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
    var merged: [UInt64] = []
    merged.reserveCapacity(a.count + b.count)
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      let next = min(a[i], b[j])
      merged.append(next)
      if a[i] == next { i += 1 }
      if b[j] == next { j += 1 }
    }
    merged.append(contentsOf: a[i...])
    merged.append(contentsOf: b[j...])
    return merged
  }

  /// Turns from a list to registers.
  private mutating func spill() {
    registers = Array(repeating: 0, count: Self.registerCount)
    for hash in hashes { raise(hash) }
    hashes = []
  }

  // MARK: - Registers

  private mutating func raise(_ hash: UInt64) {
    let register = Int(truncatingIfNeeded: hash >> UInt64(64 - Self.precision))
    let rest = hash << UInt64(Self.precision)
    let rank = UInt8(truncatingIfNeeded: min(rest.leadingZeroBitCount + 1, Self.highestRank))
    if registers[register] < rank { registers[register] = rank }
  }

  private var registerEstimate: Double {
    var counts = [Double](repeating: 0, count: Self.highestRank + 1)
    for rank in registers { counts[Int(rank)] += 1 }
    let m = Double(Self.registerCount)
    var sum = m * Self.tau(1 - counts[Self.highestRank] / m)
    for rank in (1..<Self.highestRank).reversed() { sum = 0.5 * (sum + counts[rank]) }
    sum += m * Self.sigma(counts[0] / m)
    return m * m / (2 * naturalLogarithm(2) * sum)
  }

  /// x + Σ x^(2^k)·2^(k−1), k ≥ 1: the part of the registers that are still 0.
  private static func sigma(_ x: Double) -> Double {
    guard x < 1 else { return .infinity }
    var (power, factor, sum) = (x, 1.0, x)
    while true {
      power *= power
      let next = sum + power * factor
      if next == sum { return sum }
      sum = next
      factor *= 2
    }
  }

  /// (1 − x − Σ (1 − x^(2^−k))²·2^−k)/3, k ≥ 1: the part of the registers that are full.
  private static func tau(_ x: Double) -> Double {
    guard x > 0, x < 1 else { return 0 }
    var (root, factor, sum) = (x, 1.0, 1 - x)
    while true {
      root = root.squareRoot()
      factor /= 2
      let next = sum - (1 - root) * (1 - root) * factor
      if next == sum { return sum / 3 }
      sum = next
    }
  }

  /// Spreads each bit over all: the finaliser of MurmurHash3 (Appleby 2011), one to one.
  private static func mix(_ hash: UInt64) -> UInt64 {
    var mixed = hash
    mixed ^= mixed >> 33
    mixed &*= 0xFF51_AFD7_ED55_8CCD
    mixed ^= mixed >> 33
    mixed &*= 0xC4CE_B9FE_1A85_EC53
    mixed ^= mixed >> 33
    return mixed
  }
}
