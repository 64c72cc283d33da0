import SentinelDiagnostics

/// Why a file is not read to its end.
enum ReadingEnd: Error {
  case syntax(SyntaxFailure)
  /// A limit or a second document; the finding has been recorded.
  case refused
}

/// From libyaml's events to nodes. Recursion is bounded by the depth limit.
struct TreeBuilder {
  /// A node, what it unfolds to, and where it stands: for an alias that is the `*name`, not the anchor's text.
  struct Built {
    var node: YAMLNode
    var size: Int
    /// Bytes of all texts.
    var bytes: Int
    var height: Int
    var place: SourceRange
  }

  /// What surrounds a node.
  struct Surroundings {
    /// Collections around the node.
    var depth = 0
    /// Where the innermost block collection begins, which sets the indentation of block scalars.
    var block: Int?
    /// The end of the key, where the node is a value.
    var keyEnd: Int?
  }

  let source: SourceText
  let bytes: [UInt8]
  let events: EventStream
  let limits: YAMLLimits
  var diagnostics = Diagnostics()
  var anchors: [String: Built] = [:]
  /// Where aliases stand that have no value.
  var refusedAliases: Set<Int> = []
  /// Where the brackets stand that are open.
  private(set) var openBrackets: [Int] = []
  /// Anchors of the collections that are being read.
  var openAnchors: [String] = []
  private var nodes = 0
  /// Bytes of the texts that aliases brought in.
  private var aliasedBytes = 0

  init(source: SourceText, events: EventStream, limits: YAMLLimits) {
    self.source = source
    self.bytes = source.bytes
    self.events = events
    self.limits = limits
  }

  mutating func document() throws(ReadingEnd) -> YAMLNode? {
    var root: YAMLNode?
    var documents = 0
    while true {
      let event = try next()
      switch event.kind {
      case .stream(isEnd: true): return root
      case .stream(isEnd: false), .documentEnd: continue
      case .documentStart:
        documents += 1
        if documents > 1 { try refuseSecondDocument(at: event) }
      default:
        root = try node(event, Surroundings()).node
      }
      if case .scalar(let scalar) = root?.content, scalar.range.start == scalar.range.end { root = nil }
    }
  }

  private mutating func refuseSecondDocument(at event: YAMLEvent) throws(ReadingEnd) {
    diagnostics.append(
      Diagnostic(
        .secondDocument, "a file holds one YAML document, and a second document begins here",
        at: SourceRange(source, event.start, max(event.end, event.start + 1)),
        help: "remove this line, or move what follows it to a file of its own"))
    throw .refused
  }

  func next() throws(ReadingEnd) -> YAMLEvent {
    do { return try events.next() } catch { throw .syntax(error) }
  }

  mutating func node(_ event: YAMLEvent, _ around: Surroundings) throws(ReadingEnd) -> Built {
    if case .alias(let name) = event.kind { return try alias(name, event, around) }
    let start = contentStart(event)
    try count(1, at: SourceRange(source, start, max(event.end, start)))
    if let anchor = event.anchor { openAnchors.append(anchor) }
    var built: Built
    switch event.kind {
    case .sequenceStart: built = try sequence(event, from: start, around)
    case .mappingStart: built = try mapping(event, from: start, around)
    default: built = scalar(event, from: start, around)
    }
    if let tag = event.tag { built.node = apply(tag, to: built.node, event) }
    if let anchor = event.anchor {
      openAnchors.removeLast()
      anchors[anchor] = built
    }
    return built
  }

  private mutating func sequence(
    _ event: YAMLEvent, from start: Int, _ around: Surroundings
  ) throws(ReadingEnd) -> Built {
    var inside = try enter(around, at: start, bracket: UInt8(ascii: "["))
    inside.keyEnd = nil
    var elements: [YAMLNode] = []
    var size = 1
    var textBytes = 0
    var height = 0
    var end = start
    while true {
      let event = try next()
      if case .sequenceEnd = event.kind {
        end = collectionEnd(event, lastChild: end, start: start, bracket: UInt8(ascii: "["))
        break
      }
      let element = try node(event, inside)
      elements.append(element.node)
      size += element.size
      textBytes += element.bytes
      height = max(height, element.height)
      end = max(end, element.place.end)
    }
    let range = SourceRange(source, start, end)
    return Built(
      node: YAMLNode(.sequence(elements), range: range), size: size, bytes: textBytes, height: height + 1, place: range)
  }

  private mutating func mapping(
    _ event: YAMLEvent, from start: Int, _ around: Surroundings
  ) throws(ReadingEnd) -> Built {
    var inside = try enter(around, at: start, bracket: UInt8(ascii: "{"))
    var mapping = MappingBuilder()
    var size = 1
    var textBytes = 0
    var height = 0
    var end = start
    while true {
      inside.keyEnd = nil
      let event = try next()
      if case .mappingEnd = event.kind {
        end = collectionEnd(event, lastChild: end, start: start, bracket: UInt8(ascii: "{"))
        break
      }
      let key = try node(event, inside)
      inside.keyEnd = key.place.end
      let value = try node(try next(), inside)
      add(key, value, to: &mapping)
      size += key.size + value.size
      textBytes += key.bytes + value.bytes
      height = max(height, key.height, value.height)
      end = max(end, key.place.end, value.place.end)
    }
    let range = SourceRange(source, start, end)
    let content = YAMLNode.Content.mapping(mapping.entries)
    return Built(node: YAMLNode(content, range: range), size: size, bytes: textBytes, height: height + 1, place: range)
  }

  private mutating func enter(
    _ around: Surroundings, at start: Int, bracket: UInt8
  ) throws(ReadingEnd) -> Surroundings {
    try checkDepth(around.depth + 1, at: SourceRange(source, start, start + 1))
    var inside = around
    inside.depth += 1
    if isByte(bracket, at: start) { openBrackets.append(start) } else { inside.block = start }
    return inside
  }

  /// libyaml ends a block collection where the next token begins; its text ends with its last child.
  private mutating func collectionEnd(_ event: YAMLEvent, lastChild: Int, start: Int, bracket: UInt8) -> Int {
    let isFlow = isByte(bracket, at: start)
    if isFlow { openBrackets.removeLast() }
    return isFlow && event.end > event.start ? event.end : lastChild
  }

  private func isByte(_ byte: UInt8, at offset: Int) -> Bool { offset < bytes.count && bytes[offset] == byte }

  mutating func count(_ more: Int, at range: SourceRange) throws(ReadingEnd) {
    nodes += more
    guard nodes > limits.nodes else { return }
    diagnostics.append(
      Diagnostic(
        .tooManyNodes, "the file has more than \(limits.nodes) nodes, aliases unfolded", at: range,
        help: "split it into several files"))
    throw .refused
  }

  /// Without this bound, few nodes could still make everyone after us read one long text over and over.
  mutating func countAliased(_ built: Built, at range: SourceRange) throws(ReadingEnd) {
    try count(built.size, at: range)
    aliasedBytes += built.bytes
    guard aliasedBytes > limits.bytes else { return }
    diagnostics.append(
      Diagnostic(.tooManyNodes, "aliases unfold to more than \(limits.bytes) bytes of text", at: range))
    throw .refused
  }

  mutating func checkDepth(_ depth: Int, at range: SourceRange) throws(ReadingEnd) {
    guard depth > limits.depth else { return }
    diagnostics.append(
      Diagnostic(
        .yamlTooDeep, "lists and mappings are nested more than \(limits.depth) deep here", at: range,
        help: "'and', 'or' and macros keep conditions flat"))
    throw .refused
  }
}
