/// The entries of a mapping while it is read: each key once.
struct MappingBuilder {
  private var explicit: [YAMLNode.Entry] = []
  private var merged: [YAMLNode.Entry] = []
  /// Where each key stands in `explicit`.
  private var places: [String: Int] = [:]
  /// The merge key, if there was one.
  var mergeKey: YAMLNode.Entry?

  /// Adds an entry, or answers with the one that has its key already.
  mutating func add(_ entry: YAMLNode.Entry) -> YAMLNode.Entry? {
    let (inserted, place) = reserve(entry.key.text)
    guard inserted else { return explicit[place] }
    explicit.append(entry)
    return nil
  }

  mutating func merge(_ entries: [YAMLNode.Entry]) { merged += entries }

  /// The keys written out, then those that only merging brings, each in the order of writing. O(entries).
  var entries: [YAMLNode.Entry] {
    guard !merged.isEmpty else { return explicit }
    var known = Set(explicit.lazy.map(\.key.text))
    return explicit + merged.filter { known.insert($0.key.text).inserted }
  }

  /// Most mappings have a handful of keys, for which a walk is faster than hashing.
  private mutating func reserve(_ key: String) -> (inserted: Bool, place: Int) {
    if explicit.count < 16 {
      if let place = explicit.firstIndex(where: { $0.key.text == key }) { return (false, place) }
      return (true, explicit.count)
    }
    if places.isEmpty { for (place, entry) in explicit.enumerated() { places[entry.key.text] = place } }
    if let place = places[key] { return (false, place) }
    places[key] = explicit.count
    return (true, explicit.count)
  }
}
