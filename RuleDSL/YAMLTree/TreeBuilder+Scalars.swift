import SentinelDiagnostics

extension TreeBuilder {
  mutating func scalar(_ event: YAMLEvent, from start: Int, _ around: Surroundings) -> Built {
    guard case .scalar(let read) = event.kind else {
      // Only nodes come here, and the other kinds have been dealt with.
      let range = SourceRange(source, start, start)
      let scalar = YAMLScalar(
        text: "", style: .plain, value: .null, range: range, map: .contiguous(start: start, count: 0))
      return Built(node: YAMLNode(.scalar(scalar), range: range), size: 1, bytes: 0, height: 0, place: range)
    }
    var start = start
    var end = max(start, event.end)
    let map: OffsetMap
    switch read.style {
    case .literal, .folded:
      (map, end) = ScalarReader.blockMap(
        of: read.text, style: read.style, in: start..<end, of: bytes, parentIndent: indent(around.block))
    case .plain where read.text.isEmpty:
      start = missingValue(around.keyEnd, at: start)
      end = start
      map = .contiguous(start: start, count: 0)
    default:
      map = ScalarReader.map(of: read.text, style: read.style, in: start..<end, of: bytes)
    }
    let range = SourceRange(source, start, end)
    let value = read.isPlainImplicit && read.style == .plain ? CoreSchema.value(of: read.text) : .string
    let scalar = YAMLScalar(text: read.text, style: read.style, value: value, range: range, map: map)
    return Built(
      node: YAMLNode(.scalar(scalar), range: range), size: 1, bytes: read.text.utf8.count, height: 0, place: range)
  }

  /// Behind the colon, where there is one right behind the key.
  private func missingValue(_ keyEnd: Int?, at start: Int) -> Int {
    guard var offset = keyEnd else { return start }
    while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
    return offset < bytes.count && bytes[offset] == UInt8(ascii: ":") ? offset + 1 : start
  }

  /// The column of a place in code points, as libyaml counts indentation; -1 at the root.
  private func indent(_ block: Int?) -> Int {
    guard let block else { return -1 }
    var column = 0
    var offset = min(block, bytes.count)
    while offset > 0, bytes[offset - 1] != 0x0A, bytes[offset - 1] != 0x0D {
      offset -= 1
      if bytes[offset] & 0xC0 != 0x80 { column += 1 }
    }
    let hasMark = offset == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
    return hasMark ? column - 1 : column
  }

  /// Where a node's own text begins, behind its anchor and tag.
  func contentStart(_ event: YAMLEvent) -> Int {
    var offset = event.start
    let properties = (event.anchor == nil ? 0 : 1) + (event.tag == nil ? 0 : 1)
    for _ in 0..<properties { offset = skipProperty(skipSpace(offset), anchor: event.anchor) }
    if properties > 0 { offset = skipSpace(offset) }
    if case .scalar = event.kind { return min(offset, max(event.start, event.end)) }
    return offset
  }

  private func skipProperty(_ start: Int, anchor: String? = nil) -> Int {
    var offset = start
    // A name may end at a sign that goes on as the value: `&a:5` is the anchor a at `:5`.
    if let anchor, offset < bytes.count, bytes[offset] == UInt8(ascii: "&") { return offset + 1 + anchor.utf8.count }
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "&") || bytes[offset] == UInt8(ascii: "!") else {
      return start
    }
    let isVerbatim = offset + 1 < bytes.count && bytes[offset + 1] == UInt8(ascii: "<")
    while offset < bytes.count, bytes[offset] > 0x20 {
      if isVerbatim, bytes[offset] == UInt8(ascii: ">") { return offset + 1 }
      if !isVerbatim, ",[]{}".utf8.contains(bytes[offset]) { return offset }
      offset += 1
    }
    return offset
  }

  /// Skips blanks, line ends and comments.
  private func skipSpace(_ start: Int) -> Int {
    var offset = start
    while offset < bytes.count {
      if bytes[offset] <= 0x20 {
        offset += 1
      } else if bytes[offset] == UInt8(ascii: "#"), offset > start {
        while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
      } else {
        break
      }
    }
    return offset
  }

  /// Gives the node the meaning that its tag asks for; a tag that isn't known or doesn't fit is an error and has no
  /// effect. A text behind an unknown one is the rest of a longer text that began with `!`: nothing is left of it.
  mutating func apply(_ tag: String, to node: YAMLNode, _ event: YAMLEvent) -> YAMLNode {
    let range = SourceRange(source, event.start, max(event.start, skipProperty(tagStart(event))))
    let place = SourceRange(source, tagStart(event), range.end)
    let core = "tag:yaml.org,2002:"
    guard tag.hasPrefix(core) || tag == "!" else {
      let written = place.text
      diagnostics.append(
        Diagnostic(
          .customTag, "'\(written)' is a YAML tag, and only those of the core schema are known", at: place,
          help: "a text that begins with '!' needs quotes; write condition: \"!absent(5m) and …\" or use 'not'"))
      guard case .scalar(let scalar) = node.content, scalar.style == .plain else { return node }
      let nothing = YAMLScalar(text: "", style: .plain, value: .null, range: place, offsets: [place.start])
      return YAMLNode(.scalar(nothing), range: place)
    }
    let name = tag == "!" ? "str" : String(tag.dropFirst(core.count))
    guard let tagged = CoreSchema.tagged(name, node) else {
      diagnostics.append(
        Diagnostic(.customTag, "the tag '\(place.text)' doesn't fit its value", at: place, help: "remove the tag"))
      return node
    }
    return tagged
  }

  /// An anchor may stand before the tag.
  private func tagStart(_ event: YAMLEvent) -> Int {
    let first = skipSpace(event.start)
    let isTag = first < bytes.count && bytes[first] == UInt8(ascii: "!")
    return isTag || event.anchor == nil ? first : skipSpace(skipProperty(first))
  }
}

extension CoreSchema {
  /// The node with the meaning of `!!name`, nil if the tag isn't known or the node has no such meaning.
  static func tagged(_ name: String, _ node: YAMLNode) -> YAMLNode? {
    switch (name, node.content) {
    case ("seq", .sequence), ("map", .mapping): return node
    case (_, .scalar(let scalar)):
      guard let value = value(name, scalar.text) else { return nil }
      return YAMLNode(.scalar(scalar.with(value)), range: node.range, aliasRange: node.aliasRange)
    default: return nil
    }
  }

  private static func value(_ name: String, _ text: String) -> YAMLScalar.Value? {
    let plain = value(of: text)
    switch (name, plain) {
    case ("str", _): return .string
    case ("null", .null), ("bool", .boolean), ("int", .integer), ("float", .float): return plain
    case ("float", .integer(let integer)): return .float(Double(integer))
    default: return nil
    }
  }
}
