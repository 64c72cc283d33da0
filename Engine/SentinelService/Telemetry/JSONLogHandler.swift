import Logging
import SentinelModel
import SentinelRuntime

/// Log lines as JSON objects on standard error, or, for people, as text.
///
/// What others wrote (prompts, keys, bodies) is never logged: callers give counts, names and places.
struct JSONLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level
  let label: String
  let isText: Bool
  let clock: EngineClock
  let write: @Sendable ([UInt8]) -> Void

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    let time = clock.now().rfc3339
    if isText {
      let fields = all.map { " \($0.key)=\($0.value)" }.joined()
      return write(Array("\(time) \(event.level) \(event.message)\(fields)\n".utf8))
    }
    var json = JSONWriter()
    json.object { json in
      json.member("time", time)
      json.member("level", "\(event.level)")
      json.member("message", "\(event.message)")
      for (key, value) in all { json.member(key, "\(value)") }
    }
    write(json.bytes + [UInt8(ascii: "\n")])
  }
}
