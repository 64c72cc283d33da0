import SentinelConfiguration
import SentinelModel

/// The keys of a configuration in the forms of `sentinel configuration`.
package enum ConfigurationListing {
  /// Those of the file, then those of each type of alert channel.
  private static var descriptors: [ConfigurationKeyDescriptor] {
    EngineConfiguration.keys.map(\.descriptor) + EngineConfiguration.structures
  }

  package static var text: String {
    let channels = AlertChannel.Kind.allCases.map { type in
      "\nalerting.channels[] of the type \(type.rawValue)\n\n" + table(channelDescriptors(type), code: { $0 }).text
    }
    return table(descriptors, code: { $0 }).text + channels.joined()
  }

  package static var markdown: String {
    let code = { (text: String) in "`\(text)`" }
    let channels = AlertChannel.Kind.allCases.map { type in
      "\n### Channel `\(type.rawValue)`\n\n" + table(channelDescriptors(type), code: code).markdown
    }
    return table(descriptors, code: code).markdown + channels.joined()
  }

  package static var json: String {
    var json = JSONWriter()
    json.object { json in
      json.key("keys")
      json.array { json in for key in descriptors { json.object { write(key, to: &$0) } } }
      json.key("channels")
      json.array { json in
        for type in AlertChannel.Kind.allCases {
          json.object { json in
            json.member("type", type.rawValue)
            json.key("keys")
            json.array { json in for key in channelDescriptors(type) { json.object { write(key, to: &$0) } } }
          }
        }
      }
    }
    return json.text + "\n"
  }

  private static func channelDescriptors(_ type: AlertChannel.Kind) -> [ConfigurationKeyDescriptor] {
    AlertChannel.keys(of: type).map(\.descriptor)
  }

  private static func table(_ keys: [ConfigurationKeyDescriptor], code: (String) -> String) -> TextTable {
    var table = TextTable([.init("key"), .init("takes"), .init("default"), .init("status"), .init("meaning")])
    for key in keys {
      table.append([
        code(key.path), key.expectation, key.defaultText, key.isActive ? "active" : "not yet active", key.help,
      ])
    }
    return table
  }

  private static func write(_ key: ConfigurationKeyDescriptor, to json: inout JSONWriter) {
    json.member("key", key.path)
    json.member("takes", key.expectation)
    json.member("default", key.defaultText)
    json.key("active")
    json.boolean(key.isActive)
    json.key("required")
    json.boolean(key.isRequired)
    json.key("secret")
    json.boolean(key.isSecret)
    json.member("help", key.help)
  }
}
