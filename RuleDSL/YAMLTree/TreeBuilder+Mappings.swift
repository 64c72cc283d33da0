import SentinelDiagnostics

/// Keys, aliases and merge keys.
extension TreeBuilder {
  /// The bytes of a key; libyaml has this limit for keys without `?`.
  private static let keyLimit = 1024

  mutating func add(_ key: Built, _ value: Built, to mapping: inout MappingBuilder) {
    guard case .scalar(let scalar) = key.node.content else { return refuseCompoundKey(key) }
    guard scalar.text.utf8.count <= Self.keyLimit else { return refuseLongKey(key) }
    let entry = YAMLNode.Entry(key: scalar, keyRange: key.place, value: value.node)
    if scalar.style == .plain, scalar.text == "<<" {
      if let first = mapping.mergeKey {
        refuseDuplicate(entry, first, help: "merge several mappings by a list: <<: [*a, *b]")
      } else {
        mapping.mergeKey = entry
        merge(value, into: &mapping)
      }
    } else if let first = mapping.add(entry) {
      refuseDuplicate(entry, first, help: "remove one of the two")
    }
  }

  private mutating func refuseDuplicate(_ entry: YAMLNode.Entry, _ first: YAMLNode.Entry, help: String) {
    diagnostics.append(
      Diagnostic(
        .duplicateKey, "duplicate key '\(entry.key.text)'", at: entry.keyRange, label: "given twice",
        notes: [Diagnostic.Note("the first is here", at: first.keyRange)], help: help))
  }

  private mutating func refuseLongKey(_ key: Built) {
    diagnostics.append(Diagnostic(.compoundKey, "a key may have at most \(Self.keyLimit) bytes", at: key.place))
  }

  private mutating func refuseCompoundKey(_ key: Built) {
    var isMapping = false
    if case .mapping = key.node.content { isMapping = true }
    diagnostics.append(
      Diagnostic(
        .compoundKey, "a key has to be a text, and this one is a \(isMapping ? "mapping" : "list")", at: key.place,
        help: "a text that begins with '{' or '[' needs quotes, such as \"{{ value }}\""))
  }

  mutating func alias(_ name: String, _ event: YAMLEvent, _ around: Surroundings) throws(ReadingEnd) -> Built {
    let place = SourceRange(source, event.start, event.end)
    guard let anchored = anchors[name], !openAnchors.contains(name) else {
      refuseAlias(name, at: place)
      refusedAliases.insert(place.start)
      let scalar = YAMLScalar(
        text: "", style: .plain, value: .null, range: place, map: .contiguous(start: place.start, count: 0))
      return Built(node: YAMLNode(.scalar(scalar), range: place), size: 1, bytes: 0, height: 0, place: place)
    }
    try countAliased(anchored, at: place)
    try checkDepth(around.depth + anchored.height, at: place)
    var built = anchored
    built.node = YAMLNode(anchored.node.content, range: anchored.node.range, aliasRange: place)
    built.place = place
    return built
  }

  private mutating func refuseAlias(_ name: String, at place: SourceRange) {
    let isInside = openAnchors.contains(name)
    let message = isInside ? "'*\(name)' stands inside the value it names" : "no anchor '&\(name)' before this alias"
    // Comparing each of many aliases with each of many anchors would take quadratic time.
    let isComparable = !isInside && anchors.count <= 100 && diagnostics.findings.count <= 1000
    let near = isComparable ? Spelling.nearest(to: name, in: anchors.keys) : nil
    diagnostics.append(
      Diagnostic(
        .undefinedAlias, message, at: place, label: near.map { "did you mean '*\($0)'?" },
        help: isInside ? nil : "a text that begins with '*' needs quotes"))
  }

  /// `<<` takes a mapping or a list of mappings, of which the earlier ones win.
  private mutating func merge(_ value: Built, into mapping: inout MappingBuilder) {
    switch value.node.content {
    case .mapping(let entries): mapping.merge(used(entries, by: value.node.aliasRange))
    case .sequence(let elements):
      for element in elements {
        guard case .mapping(let entries) = element.content else {
          refuseMerge(at: element.aliasRange ?? element.range)
          continue
        }
        mapping.merge(used(entries, by: element.aliasRange ?? value.node.aliasRange))
      }
    case .scalar: refuseMerge(at: value.place)
    }
  }

  /// Entries that came by an alias of their mapping say so.
  private func used(_ entries: [YAMLNode.Entry], by alias: SourceRange?) -> [YAMLNode.Entry] {
    guard let alias else { return entries }
    return entries.map { entry in
      let value = YAMLNode(entry.value.content, range: entry.value.range, aliasRange: alias)
      return YAMLNode.Entry(key: entry.key, keyRange: entry.keyRange, value: value)
    }
  }

  private mutating func refuseMerge(at place: SourceRange) {
    // That an alias stands for nothing has been said.
    guard !refusedAliases.contains(place.start) else { return }
    diagnostics.append(
      Diagnostic(
        .mergeValue, "'<<' can merge only a mapping or a list of mappings", at: place,
        help: "mark the mapping with an anchor and write <<: *anchor"))
  }
}
