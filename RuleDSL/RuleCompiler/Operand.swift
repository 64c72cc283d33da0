import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// What an expression was compiled to. Numbers and conditions lie on the program's stack; texts and lists are known by
/// where they come from.
struct Operand {
  enum Value {
    case number(Quantity)
    case boolean(Truth)
    case text(StringOperand)
    case numbers([Double])
    case texts([String])
    /// A list without elements: fits any type.
    case emptyList
    /// An error that has been reported: nothing more is said about what contains it.
    case fault
  }

  let value: Value
  let range: SourceRange

  init(_ value: Value, at range: SourceRange) {
    self.value = value
    self.range = range
  }

  /// The type as messages name it.
  var noun: String {
    switch value {
    case .number: "a number"
    case .boolean: "a condition (boolean)"
    case .text: "a text (string)"
    case .numbers, .texts, .emptyList: "a list"
    case .fault: "nothing"
    }
  }

  /// A number or numbers to look up in.
  var isNumeric: Bool {
    switch value {
    case .number, .numbers: true
    default: false
    }
  }

  var isFault: Bool { if case .fault = value { true } else { false } }
}

/// What is known of a number before the rule runs.
struct Quantity {
  /// nil where any unit fits: a bare number, a metric that nobody declares.
  var dimension: Dimension?
  var interval: Interval
  /// Whether these are samples of a metric in 0…1, for messages.
  var isShare = false
  /// A number of samples: of requests, of errors or of anything, so it goes with requests and with plain numbers.
  var isCount = false

  static let unknown = Quantity(dimension: nil, interval: .all)
}
