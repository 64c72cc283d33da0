import SentinelModel

enum TimeText {
  static func of(_ nanoseconds: Int64) -> String { Timestamp(nanoseconds: nanoseconds).rfc3339 }

  static func nanoseconds(_ text: String) -> Int64? { Timestamp(rfc3339: text)?.nanoseconds }
}
