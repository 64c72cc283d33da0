/// SR2xx: the text of expressions and the names in it.
extension DiagnosticCode {
  static let expression: [DiagnosticCode] = []
}
