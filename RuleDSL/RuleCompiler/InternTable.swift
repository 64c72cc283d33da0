/// Distinct keys, numbered in the order in which they came.
///
/// Most rules have a handful, which are found faster by looking at each than by hashing.
struct InternTable<Key: Hashable> {
  private(set) var keys: [Key] = []
  /// Filled once there are many keys.
  private var indices: [Key: Int] = [:]

  private static var linearLimit: Int { 8 }

  init() {}

  /// The distinct keys of a sequence.
  init(_ keys: some Sequence<Key>) {
    for key in keys { _ = intern(key) }
  }

  func index(of key: Key) -> Int? { keys.count <= Self.linearLimit ? keys.firstIndex(of: key) : indices[key] }

  /// The index of the key, which is new if it is the last.
  mutating func intern(_ key: Key) -> Int {
    if let index = index(of: key) { return index }
    keys.append(key)
    if keys.count == Self.linearLimit + 1 {
      for (index, key) in keys.enumerated() { indices[key] = index }
    } else if keys.count > Self.linearLimit {
      indices[key] = keys.count - 1
    }
    return keys.count - 1
  }
}
