/// SR5xx: rule tests.
extension DiagnosticCode {
  static let testFile: [DiagnosticCode] = []
}
