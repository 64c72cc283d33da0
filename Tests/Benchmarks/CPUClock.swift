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
