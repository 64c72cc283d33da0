import Glibc

/// Counts names that occur in events: keys that nobody reads, words that a field shouldn't hold.
///
/// At most `capacity` names are told apart, first come; further ones are counted together. Of a name at most 64 bytes
/// are kept. A name costs a comparison where it comes in the same order as in the event before.
package final class NameTally {
  private var names: [[UInt8]] = []
  private var counts: [Int] = []
  /// Where the next name is expected.
  private var next = 0
  private var others = 0

  static let capacity = 64
  /// What stands for all names beyond.
  package static let others = "others"
  private static let lengthLimit = 64

  func add(_ name: TextSlice) {
    let length = min(name.count, Self.lengthLimit)
    guard let base = name.baseAddress, length > 0 else { return }
    for step in 0..<names.count {
      let place = next + step < names.count ? next + step : next + step - names.count
      guard names[place].count == length, memcmp(names[place], base, length) == 0 else { continue }
      counts[place] += 1
      next = place + 1 < names.count ? place + 1 : 0
      return
    }
    guard names.count < Self.capacity else {
      others += 1
      return
    }
    names.append(Array(UnsafeBufferPointer(rebasing: name[..<length])))
    counts.append(1)
    next = 0
  }

  /// Names with how often each occurred, in the order in which they came.
  var entries: [(name: String, count: Int)] {
    let named = zip(names, counts).map { (name: String(decoding: $0, as: UTF8.self), count: $1) }
    return others > 0 ? named + [(name: Self.others, count: others)] : named
  }
}
