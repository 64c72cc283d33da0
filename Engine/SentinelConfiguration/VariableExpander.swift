import SentinelDiagnostics
import YAMLTree

/// Puts variables of the environment into texts: `${NAME}`, and `${NAME:-default}` where it is unset or empty. `$$` is a
/// dollar. What a variable brings is not looked into again; keys, comments and the names of anchors stay as they are.
struct VariableExpander {
  /// How many bytes a file may have in its texts, once they are expanded: an alias repeats a variable at no cost.
  static let limit = 4 << 20

  private enum Fault: Error {
    case missing(name: String, Range<Int>)
    case malformed(Range<Int>)
    case tooLong
  }

  private let environment: [String: String]
  private var bytes = 0
  private(set) var diagnostics = Diagnostics()
  /// Where scalars begin whose text comes from variables.
  private(set) var changed: Set<Int> = []
  /// Where scalars begin that could not be expanded; they are told of already.
  private(set) var broken: Set<Int> = []
  /// The places of both.
  private(set) var places: [Range<Int>] = []

  init(environment: [String: String]) { self.environment = environment }

  /// The node with its texts expanded. O(nodes + bytes).
  mutating func expand(_ node: YAMLNode) -> YAMLNode {
    let content: YAMLNode.Content
    switch node.content {
    case .scalar(let scalar): content = .scalar(expand(scalar))
    case .sequence(let nodes): content = .sequence(nodes.map { expand($0) })
    case .mapping(let entries):
      content = .mapping(entries.map { .init(key: $0.key, keyRange: $0.keyRange, value: expand($0.value)) })
    }
    return YAMLNode(content, range: node.range, aliasRange: node.aliasRange)
  }

  private mutating func expand(_ scalar: YAMLScalar) -> YAMLScalar {
    guard scalar.text.utf8.contains(UInt8(ascii: "$")) else { return scalar }
    do throws(Fault) {
      let (text, isChanged) = try expanded(scalar.text)
      guard text != scalar.text else { return scalar }
      if isChanged, changed.insert(scalar.range.start).inserted { places.append(scalar.range.bytes) }
      return scalar.replacing(text: text)
    } catch {
      // An alias brings the same scalar again.
      if broken.insert(scalar.range.start).inserted {
        places.append(scalar.range.bytes)
        report(error, scalar)
      }
      return scalar
    }
  }

  /// The text, and whether a variable is in it.
  private mutating func expanded(_ text: String) throws(Fault) -> (text: String, isChanged: Bool) {
    let written = Array(text.utf8)
    var result: [UInt8] = []
    var isChanged = false
    var offset = 0
    while offset < written.count {
      let next = offset + 1 < written.count ? written[offset + 1] : 0
      if written[offset] == UInt8(ascii: "$"), next == UInt8(ascii: "$") {
        result.append(next)
        offset += 2
      } else if written[offset] == UInt8(ascii: "$"), next == UInt8(ascii: "{") {
        guard let reference = VariableReference(written, at: offset) else {
          throw .malformed(offset..<written.count)
        }
        result += try value(of: reference)
        isChanged = true
        offset = reference.range.upperBound
      } else {
        result.append(written[offset])
        offset += 1
      }
      if result.count > Self.limit { throw .tooLong }
    }
    bytes += result.count
    if bytes > Self.limit { throw .tooLong }
    return (String(decoding: result, as: UTF8.self), isChanged)
  }

  private func value(of reference: VariableReference) throws(Fault) -> [UInt8] {
    let value = environment[reference.name]
    if let fallback = reference.fallback, (value ?? "").isEmpty { return Array(fallback.utf8) }
    guard let value else { throw .missing(name: reference.name, reference.range) }
    return Array(value.utf8)
  }

  private mutating func report(_ fault: Fault, _ scalar: YAMLScalar) {
    switch fault {
    case .missing(let name, let range):
      diagnostics.append(
        Diagnostic(
          .missingVariable, "the environment has no variable '\(name)'", at: scalar.range(range),
          label: Spelling.nearest(to: name, in: environment.keys).map { "did you mean '\($0)'?" },
          help: "set it where the engine is started, or give a default: ${\(name):-…}"))
    case .malformed(let range):
      diagnostics.append(
        Diagnostic(
          .malformedVariable, "this is no variable", at: scalar.range(range),
          label: "written ${NAME} or ${NAME:-default}", help: "'$$' is a dollar; a default ends at the first '}'"))
    case .tooLong:
      diagnostics.append(
        Diagnostic(
          .configurationRange, "with its variables the file is longer than \(ByteCount(bytes: Self.limit))",
          at: scalar.range, help: "keep large texts in files of their own"))
    }
  }
}

extension SourceRange {
  var bytes: Range<Int> { start..<end }
}
