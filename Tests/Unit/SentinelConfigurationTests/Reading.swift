import CostDetectors
import SentinelConfiguration
import SentinelDiagnostics
import SentinelPlugin

/// A configuration read from a text.
struct Reading {
  let configuration: EngineConfiguration

  init(_ text: String, _ environment: [String: String] = [:], scope: ConfigurationScope = .service) {
    configuration = ConfigurationReader.read(
      SourceText(path: "config.yaml", text: text), registry: PluginRegistry([CostDetectors.plugin]),
      environment: environment, scope: scope)
  }

  /// `line:column code` of each finding, in order.
  var places: [String] {
    configuration.diagnostics.sorted.map { finding in
      let position = finding.range.source.position(of: finding.range.start)
      return "\(position.line):\(position.column) \(finding.code.id)"
    }
  }

  /// As `sentinel check` prints it.
  var text: String { DiagnosticRenderer.text(configuration.diagnostics.findings) }

  /// Every form in which findings and values are shown.
  var everything: String {
    let findings = configuration.diagnostics.findings
    let shown = EngineConfiguration.keys.map { $0.show(configuration) }
    let channels = configuration.alerting.channels.flatMap { channel in
      AlertChannel.keys(of: channel.type).map { $0.show(channel) }
    }
    var dumped = ""
    dump(configuration.alerting, to: &dumped)
    dump(configuration.storage, to: &dumped)
    dump(configuration.detection, to: &dumped)
    return
      ([
        text, DiagnosticRenderer.json(findings), DiagnosticRenderer.github(findings), dumped,
        "\(configuration.alerting) \(configuration.storage) \(configuration.detection)",
        String(reflecting: configuration.alerting), String(reflecting: configuration.storage),
      ] + shown + channels).joined(separator: "\n")
  }
}
