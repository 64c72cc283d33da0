import SentinelConfiguration
import SentinelModel

/// The keys of a configuration in the forms of `sentinel configuration`.
package enum ConfigurationListing {
  /// Those of the file, then those of each type of alert channel.
  private static var pages: [ConfigurationKeyPage] {
    EngineConfiguration.keys.map(\.page) + EngineConfiguration.structures
  }

  package static var text: String {
    let channels = AlertChannel.Kind.allCases.map { type in
      "\nalerting.channels[] of the type \(type.rawValue)\n\n" + table(channelPages(type), code: { $0 }).text
    }
    return table(pages, code: { $0 }).text + channels.joined()
  }

  package static var markdown: String {
    let code = { (text: String) in "`\(text)`" }
    let channels = AlertChannel.Kind.allCases.map { type in
      "\n### Channel `\(type.rawValue)`\n\n" + table(channelPages(type), code: code).markdown
    }
    return table(pages, code: code).markdown + channels.joined()
  }

  package static var json: String {
    var json = JSONWriter()
    json.object { json in
      json.key("keys")
      json.array { json in for page in pages { json.object { write(page, to: &$0) } } }
      json.key("channels")
      json.array { json in
        for type in AlertChannel.Kind.allCases {
          json.object { json in
            json.member("type", type.rawValue)
            json.key("keys")
            json.array { json in for page in channelPages(type) { json.object { write(page, to: &$0) } } }
          }
        }
      }
    }
    return json.text + "\n"
  }

  private static func channelPages(_ type: AlertChannel.Kind) -> [ConfigurationKeyPage] {
    AlertChannel.keys(of: type).map(\.page)
  }

  private static func table(_ pages: [ConfigurationKeyPage], code: (String) -> String) -> TextTable {
    var table = TextTable([.init("key"), .init("takes"), .init("default"), .init("status"), .init("meaning")])
    for page in pages {
      table.append([
        code(page.path), page.expectation, page.defaultText, page.isActive ? "active" : "not yet active", page.help,
      ])
    }
    return table
  }

  private static func write(_ page: ConfigurationKeyPage, to json: inout JSONWriter) {
    json.member("key", page.path)
    json.member("takes", page.expectation)
    json.member("default", page.defaultText)
    json.key("active")
    json.boolean(page.isActive)
    json.key("required")
    json.boolean(page.isRequired)
    json.key("secret")
    json.boolean(page.isSecret)
    json.member("help", page.help)
  }
}
