package import SentinelConfiguration
import SentinelModel
import SentinelPlugin

/// What holds by a configuration: the value of every key, and where it comes from. No secret is in it.
package struct ConfigurationInForce {
  private struct Row {
    let key: String
    let value: String
    let origin: String
  }

  private let rows: [Row]
  private let inactive: [String]

  package init(_ configuration: EngineConfiguration) {
    let given = Set(configuration.given)
    let inactive = Set(configuration.inactive)
    let origin = { (path: String) in
      given.contains(path) ? inactive.contains(path) ? "file, not yet active" : "file" : "default"
    }
    rows =
      EngineConfiguration.keys.map { Row(key: $0.path, value: $0.show(configuration), origin: origin($0.path)) }
      + Self.channels(configuration, origin: origin("alerting.channels")) + Self.detectors(configuration)
    self.inactive = configuration.inactive
  }

  package var text: String {
    let notice = inactive.isEmpty ? "" : "\nnot yet active: \(inactive.joined(separator: ", "))\n"
    return table(code: { $0 }).text + notice
  }

  package var markdown: String { table(code: { "`\($0)`" }).markdown }

  package var json: String {
    var json = JSONWriter()
    json.object { json in
      json.key("keys")
      json.array { json in
        for row in rows {
          json.object { json in
            json.member("key", row.key)
            json.member("value", row.value)
            json.member("from", row.origin)
          }
        }
      }
      json.key("inactive")
      json.array { json in for path in inactive { json.string(path) } }
    }
    return json.text + "\n"
  }

  private func table(code: (String) -> String) -> TextTable {
    var table = TextTable([.init("key"), .init("value"), .init("from")])
    for row in rows { table.append([code(row.key), row.value, row.origin]) }
    return table
  }

  private static func channels(_ configuration: EngineConfiguration, origin: String) -> [Row] {
    configuration.alerting.channels.enumerated().flatMap { index, channel in
      let path = "alerting.channels[\(index)]"
      let keys = AlertChannel.keys(of: channel.type)
      return [Row(key: path + ".type", value: channel.type.rawValue, origin: origin)]
        + keys.map { Row(key: "\(path).\($0.path)", value: $0.show(channel), origin: origin) }
    }
  }

  /// Options may be secrets of a plugin, which has no way to say so: a name that sounds like one is enough.
  private static func detectors(_ configuration: EngineConfiguration) -> [Row] {
    configuration.detectors.sorted { $0.key < $1.key }.flatMap { type, options in
      options.entries.map { entry in
        let isSecret = SecretName.matches(entry.name)
        return Row(
          key: "detectors.\(type).\(entry.name)", value: isSecret ? "<secret>" : entry.value.literal, origin: "file")
      }
    }
  }
}
