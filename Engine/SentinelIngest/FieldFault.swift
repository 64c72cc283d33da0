/// Why the value of a field is refused.
enum FieldFault: Sendable {
  case none
  case missingTimestamp
  case badTimestamp
  case badUTF8
  case timestampOutOfRange
  case negative
  case notFinite
  case notANumber
  case numberInString
  case notAText
  case notALabel
  case notAnObject
  case notAList
  case batchFull

  var text: String {
    switch self {
    case .none: "no fault"
    case .missingTimestamp: "is missing"
    case .badTimestamp:
      "is neither RFC 3339 with a zone (2025-11-06T12:00:00Z) nor a number of seconds, ms, µs or ns since 1970"
    case .badUTF8: "is not UTF-8"
    case .timestampOutOfRange: "is out of range: instants go from 1677 to 2262"
    case .negative: "is negative"
    case .notFinite: "is too large for a number"
    case .notANumber: "is not a number"
    case .numberInString: "is a string; a number stands without quotes"
    case .notAText: "is not a string"
    case .notALabel: "is a list or an object; a label is a string, a number or a boolean"
    case .notAnObject: "is not an object"
    case .notAList: "is not a list"
    case .batchFull: "doesn't fit into the batch"
    }
  }
}
