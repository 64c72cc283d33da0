import CYAML

/// One step of libyaml through a document, with its places as byte offsets.
struct YAMLEvent {
  struct Scalar {
    let text: String
    let style: YAMLScalar.Style
    /// A plain scalar without a tag: its meaning is up to the schema.
    let isPlainImplicit: Bool
  }

  enum Kind {
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(Scalar)
    case sequenceStart
    case sequenceEnd
    case mappingStart
    case mappingEnd
    /// Also stands for the stream's start, which says nothing.
    case stream(isEnd: Bool)
  }

  let kind: Kind
  let start: Int
  let end: Int
  var anchor: String?
  var tag: String?
}

/// What libyaml says where it can't go on.
struct SyntaxFailure: Error {
  let problem: String
  let offset: Int
  let context: String
  let contextOffset: Int?
}

/// libyaml's event parser over a text that is valid UTF-8.
final class EventStream {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let index: CodePointIndex

  /// Nil if libyaml finds no memory.
  init?(_ bytes: [UInt8], from start: Int) {
    index = CodePointIndex(bytes, from: start)
    input = .allocate(capacity: max(1, bytes.count - start))
    _ = input.initialize(from: bytes[start...])
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      input.deallocate()
      return nil
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, input.baseAddress, bytes.count - start)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  func next() throws(SyntaxFailure) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    return translate(event)
  }

  private func offset(_ mark: yaml_mark_t) -> Int { index.offset(of: Int(clamping: mark.index)) }

  private func translate(_ event: yaml_event_t) -> YAMLEvent {
    let start = offset(event.start_mark)
    let end = offset(event.end_mark)
    func plain(_ kind: YAMLEvent.Kind) -> YAMLEvent { YAMLEvent(kind: kind, start: start, end: end) }
    func node(
      _ kind: YAMLEvent.Kind, _ anchor: UnsafeMutablePointer<UInt8>?, _ tag: UnsafeMutablePointer<UInt8>?
    ) -> YAMLEvent {
      YAMLEvent(kind: kind, start: start, end: end, anchor: text(anchor), tag: text(tag))
    }
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: return plain(.documentStart)
    case YAML_DOCUMENT_END_EVENT: return plain(.documentEnd)
    case YAML_ALIAS_EVENT: return plain(.alias(text(event.data.alias.anchor) ?? ""))
    case YAML_SCALAR_EVENT:
      let data = event.data.scalar
      let text = String(decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
      let scalar = YAMLEvent.Scalar(
        text: text, style: style(data.style), isPlainImplicit: data.plain_implicit != 0 && data.tag == nil)
      return node(.scalar(scalar), data.anchor, data.tag)
    case YAML_SEQUENCE_START_EVENT:
      return node(.sequenceStart, event.data.sequence_start.anchor, event.data.sequence_start.tag)
    case YAML_SEQUENCE_END_EVENT: return plain(.sequenceEnd)
    case YAML_MAPPING_START_EVENT:
      return node(.mappingStart, event.data.mapping_start.anchor, event.data.mapping_start.tag)
    case YAML_MAPPING_END_EVENT: return plain(.mappingEnd)
    case YAML_STREAM_END_EVENT: return plain(.stream(isEnd: true))
    default: return plain(.stream(isEnd: false))
    }
  }

  private func style(_ style: yaml_scalar_style_t) -> YAMLScalar.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  private func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  private func failure() -> SyntaxFailure {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? "the file can't be read"
    let context = state.context.map { String(cString: $0) } ?? ""
    return SyntaxFailure(
      problem: problem, offset: offset(state.problem_mark), context: context,
      contextOffset: state.context == nil ? nil : offset(state.context_mark))
  }
}
