import Glibc

/// CPU time of the process: what a shared machine's other work doesn't change.
enum CPUClock {
  static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The median of `runs` runs, in seconds.
  static func median(of runs: Int = 3, _ body: () -> Void) -> Double {
    let times = (0..<runs).map { _ in
      let start = seconds
      body()
      return seconds - start
    }
    return times.sorted()[runs / 2]
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014), always seeded.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
