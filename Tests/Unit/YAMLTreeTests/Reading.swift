import SentinelDiagnostics
import YAMLTree

/// A parsed text with its findings, in a form that is easy to compare.
struct Reading {
  let source: SourceText
  let root: YAMLNode?
  let findings: [Diagnostic]

  init(_ text: String, limits: YAMLLimits = .standard) { self.init(bytes: Array(text.utf8), limits: limits) }

  init(bytes: [UInt8], limits: YAMLLimits = .standard) {
    source = SourceText(path: "test.yaml", bytes: bytes)
    var diagnostics = Diagnostics()
    root = YAMLParser.parse(source, limits: limits, diagnostics: &diagnostics)
    findings = diagnostics.sorted
  }

  /// `line:column code` of each finding.
  var places: [String] {
    findings.map { finding in
      let position = source.position(of: finding.range.start)
      return "\(position.line):\(position.column) \(finding.code.id)"
    }
  }

  /// The tree as JSON-like text, strings in quotes.
  var tree: String { root.map(Self.describe) ?? "nothing" }

  static func describe(_ node: YAMLNode) -> String {
    switch node.content {
    case .scalar(let scalar): describe(scalar)
    case .sequence(let elements): "[" + elements.map(describe).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key.text): \(describe($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  static func describe(_ scalar: YAMLScalar) -> String {
    switch scalar.value {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)f"
    case .string: "'\(scalar.text)'"
    }
  }

  /// All scalars, keys included, in the order of the tree.
  var scalars: [YAMLScalar] { root.map(Self.scalars) ?? [] }

  private static func scalars(_ node: YAMLNode) -> [YAMLScalar] {
    switch node.content {
    case .scalar(let scalar): [scalar]
    case .sequence(let elements): elements.flatMap(scalars)
    case .mapping(let entries): entries.flatMap { [$0.key] + scalars($0.value) }
    }
  }

  /// The node at a path of keys and indices.
  func node(_ path: String...) -> YAMLNode? {
    path.reduce(root) { node, step in
      switch node?.content {
      case .mapping(let entries): entries.first { $0.key.text == step }?.value
      case .sequence(let elements): Int(step).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      default: nil
      }
    }
  }
}
