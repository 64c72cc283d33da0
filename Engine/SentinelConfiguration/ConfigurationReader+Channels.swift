import SentinelDiagnostics
import YAMLTree

extension ConfigurationReader {
  mutating func readChannels(_ entry: YAMLNode.Entry) {
    let path = "alerting.channels"
    switch entry.value.content {
    case .scalar(let scalar) where scalar.value == .null: return
    case .sequence(let nodes) where nodes.count <= AlertChannel.limit:
      for (index, node) in nodes.enumerated() {
        if let channel = channel(node, "\(path)[\(index)]", list: entry) {
          configuration.alerting.channels.append(channel)
        }
      }
    case .sequence:
      report(.configurationRange, "'\(path)' has at most \(AlertChannel.limit) entries", at: entry.keyRange)
    case .scalar, .mapping:
      hide(entry)
      guard !isBroken(entry.value) else { return }
      report(
        .configurationValueType, "'\(path)' must be a list of mappings, not \(entry.value.kind)", at: entry.keyRange,
        help: "begin each channel with '- type: …'")
    }
  }

  /// nil, with a finding, where the type is missing or unknown: without it nothing says which keys there are.
  private mutating func channel(_ node: YAMLNode, _ path: String, list: YAMLNode.Entry) -> AlertChannel? {
    let entries = mapping(node, "'\(path)'", key: list.keyRange, holdsSecrets: true)
    guard case .mapping = node.content else { return nil }
    guard let entry = entries.first(where: { $0.key.text == "type" }) else {
      for entry in entries { hide(entry) }
      report(
        .missingConfigurationKey, "'\(path)' lacks 'type'", at: entries.first?.keyRange ?? node.range,
        help: "the types are \(AlertChannel.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
      return nil
    }
    let types = ConfigurationType<AlertChannel.Kind>.choice
    do throws(ConfigurationFault) {
      return channel(entries, try types.read(entry.value), path, typeRange: entry.value.range)
    } catch {
      for entry in entries where entry.key.text != "type" { hide(entry) }
      let type = ConfigurationKeyDescriptor(
        path: "type", expectation: types.expectation, defaultText: "", help: "Whom the channel leads to.",
        isActive: false, isSecret: false, isRequired: true)
      if !isBroken(entry.value) { report(error, entry, type, named: "\(path).type") }
      return nil
    }
  }

  private mutating func channel(
    _ entries: [YAMLNode.Entry], _ type: AlertChannel.Kind, _ path: String, typeRange: SourceRange
  ) -> AlertChannel {
    var channel = AlertChannel(type: type)
    let keys = AlertChannel.keys(of: type)
    for entry in entries where entry.key.text != "type" {
      guard let key = keys.first(where: { $0.path == entry.key.text }) else {
        hide(entry)
        reportUnknown(entry, "a channel of the type '\(type.rawValue)'", ["type"] + keys.map(\.path))
        continue
      }
      if key.descriptor.isSecret { hide(entry) }
      guard !isBroken(entry.value) else { continue }
      do throws(ConfigurationFault) { try key.set(entry.value, &channel) } catch {
        report(error, entry, key.descriptor, named: "\(path).\(key.path)")
      }
    }
    checkRequired(keys, of: type, given: Set(entries.map(\.key.text)), path, typeRange)
    return channel
  }

  private mutating func checkRequired(
    _ keys: [ConfigurationKey<AlertChannel>], of type: AlertChannel.Kind, given: Set<String>, _ path: String,
    _ range: SourceRange
  ) {
    for key in keys where key.descriptor.isRequired && !given.contains(key.path) {
      report(
        .missingConfigurationKey, "'\(path)' lacks '\(key.path)'", at: range,
        help: "'\(key.path)': \(key.descriptor.help)")
    }
    guard type == .slack, !given.contains("url"), !given.isSuperset(of: ["token", "channel"]) else { return }
    report(
      .missingConfigurationKey, "'\(path)' lacks 'url', or 'token' and 'channel'", at: range,
      help: "an incoming webhook has a URL; a bot has a token, and must know the channel")
  }
}
