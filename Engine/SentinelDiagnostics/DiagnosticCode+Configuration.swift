/// SR6xx: configuration of plugins and of the service.
extension DiagnosticCode {
  static let configuration: [DiagnosticCode] = []
}
