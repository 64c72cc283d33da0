public import FuzzSupport
import SentinelConfiguration
import SentinelDiagnostics

@_cdecl("FuzzConfiguration_main")
public func start(_ count: CInt, _ arguments: Arguments) -> CInt { runFuzzer(count, arguments, test) }

/// What variables bring, and what nothing may show.
private let marker = "MARKER7e1c9b"

/// Reads the input as a configuration; nothing that is shown of it holds what a variable brings.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = bytes(start, count)
  guard !String(decoding: input, as: UTF8.self).contains(marker) else { return 0 }
  let source = SourceText(path: "config.yaml", bytes: input)
  let environment = ["A": marker, "PORT": "8080", "EMPTY": ""]
  let configuration = ConfigurationReader.read(source, registry: registry, environment: environment)
  configuration.diagnostics.checkPlaces()
  let findings = configuration.diagnostics.findings
  require(!DiagnosticRenderer.text(findings).contains(marker), "a finding shows the value of a variable")
  require(!DiagnosticRenderer.json(findings).contains(marker), "a finding shows the value of a variable")
  let secrets = EngineConfiguration.keys.filter(\.descriptor.isSecret).map { $0.show(configuration) }
  require(!secrets.contains { $0.contains(marker) }, "a secret is shown")
  let judging = ConfigurationReader.read(source, registry: registry, environment: environment, scope: .judging)
  judging.diagnostics.checkPlaces(renders: false)
  return 0
}
