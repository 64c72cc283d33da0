extension YAMLNode {
  /// What the node is, in words.
  package var kind: String {
    switch content {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar(let scalar):
      switch scalar.value {
      case .null: "empty"
      case .boolean: "a boolean"
      case .integer, .float: "a number"
      case .string: "a text"
      }
    }
  }
}
