/// SR3xx: types, values and arguments.
extension DiagnosticCode {
  static let typing: [DiagnosticCode] = []
}
