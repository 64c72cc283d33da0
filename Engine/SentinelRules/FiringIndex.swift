import SentinelModel

/// Which alerts of a rule fire, by the labels that another rule shares with it.
///
/// `firing("r")` is true where some alert of r is firing that agrees in each label of both `by` lists.
struct FiringIndex {
  /// Places of the shared labels in the named rule's `by`.
  private let namedPlaces: [Int]
  /// Places of the shared labels in the asking rule's `by`, in the same order.
  private let askingPlaces: [Int]
  private var counts: [[String]: Int] = [:]

  init(named: [String], asking: [String]) {
    let shared = named.filter { asking.contains($0) }
    namedPlaces = shared.compactMap { named.firstIndex(of: $0) }
    askingPlaces = shared.compactMap { asking.firstIndex(of: $0) }
  }

  /// An alert of the named rule began to fire or stopped.
  mutating func change(_ tuple: [String], isFiring: Bool) {
    let key = namedPlaces.map { tuple[$0] }
    let count = (counts[key] ?? 0) + (isFiring ? 1 : -1)
    counts[key] = count > 0 ? count : nil
  }

  func isFiring(for tuple: [String]) -> Bool {
    counts[askingPlaces.map { tuple[$0] }] != nil
  }
}
