/// SR1xx: files, rules and their keys.
extension DiagnosticCode {
  static let ruleFile: [DiagnosticCode] = []
}
