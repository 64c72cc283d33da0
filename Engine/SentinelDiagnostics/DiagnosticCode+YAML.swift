/// SR0xx: what is wrong with a file's YAML.
extension DiagnosticCode {
  static let yaml: [DiagnosticCode] = []
}
