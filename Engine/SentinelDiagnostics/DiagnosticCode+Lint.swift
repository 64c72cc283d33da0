/// SR4xx: warnings about rules that are valid and hardly meant.
extension DiagnosticCode {
  static let lint: [DiagnosticCode] = []
}
