import SentinelModel
import YAMLTree

extension JSONWriter {
  /// Writes a YAML node as JSON. Depth is bounded by that of the YAML reader.
  mutating func node(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let scalar): self.scalar(scalar)
    case .sequence(let nodes): array { json in for node in nodes { json.node(node) } }
    case .mapping(let entries):
      object { json in
        for entry in entries {
          json.key(entry.key.text)
          json.node(entry.value)
        }
      }
    }
  }

  private mutating func scalar(_ scalar: YAMLScalar) {
    switch scalar.value {
    case .null: null()
    case .boolean(let value): boolean(value)
    case .integer(let value): integer(value)
    case .float(let value): number(value)
    case .string: string(scalar.text)
    }
  }
}
