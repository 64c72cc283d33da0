/// What is wrong with a JSON text, by RFC 8259.
enum JSONFault: Sendable {
  case none
  case notAnObject
  case unexpectedEnd
  case unexpectedByte
  case missingColon
  case missingComma
  case controlCharacter
  case badEscape
  case loneSurrogate
  case badUTF8
  case badNumber
  case tooDeep
  case trailing

  var text: String {
    switch self {
    case .none: "no fault"
    case .notAnObject: "an event is a JSON object, this is something else"
    case .unexpectedEnd: "the text ends inside of the object"
    case .unexpectedByte: "a value or a key in quotes should stand here"
    case .missingColon: "a colon should stand behind the key"
    case .missingComma: "a comma or a closing bracket should stand here"
    case .controlCharacter: "a control character in a string (write \\n, \\t or \\u00XX)"
    case .badEscape: "an escape that JSON doesn't have"
    case .loneSurrogate: "half of a surrogate pair"
    case .badUTF8: "bytes that are not UTF-8"
    case .badNumber: "not a number of JSON (NaN, Infinity, leading zeros and plus signs are none)"
    case .tooDeep: "nested deeper than \(JSONCursor.maximumDepth)"
    case .trailing: "something stands behind the object"
    }
  }
}
