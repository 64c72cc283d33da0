import RuleSyntax
import SentinelDiagnostics
import SentinelModel

/// What an argument is, for messages.
extension Call.Value {
  var range: SourceRange {
    switch self {
    case .expression(let expression): expression.range
    case .selector(let selector): selector.range
    }
  }

  var isLabelLike: Bool {
    guard case .expression(let expression) = self else { return false }
    switch expression.kind {
    case .name, .attribute: return true
    default: return false
    }
  }

  var noun: String {
    switch self {
    case .selector: "a metric with filters"
    case .expression(let expression): expression.noun
    }
  }
}

extension Expression {
  var noun: String {
    switch kind {
    case .literal(.string): "a string"
    case .literal(.duration): "a duration"
    case .literal(.boolean): "true or false"
    case .literal: "a number"
    case .list, .listReference: "a list"
    case .name(let name): "the name '\(name)'"
    case .call: "a call"
    case .attribute: "an attribute"
    case .not, .all, .any, .macroReference: "a condition"
    case .negate, .binary: "an expression"
    }
  }
}

extension Literal {
  var isDuration: Bool { if case .duration = self { true } else { false } }
}

extension Double {
  var plain: String { self == rounded() && magnitude < 1e15 ? "\(Int64(self))" : "\(self)" }
}

extension FunctionSignature.Parameter {
  /// What the parameter takes, for messages.
  var noun: String {
    switch kind {
    case .metric: "the name of a metric"
    case .label: "a label"
    case .window: "a window (a duration like 5m)"
    case .duration: "a duration (like 5m)"
    case .literal: name == "objective" ? "a share like 99.9%" : "a number"
    case .rule: "a rule's name in quotes"
    case .value(.string): "a text (string)"
    case .value(.boolean): "a condition"
    case .value: "a number"
    }
  }
}

extension SourceRange {
  /// The text, cut where it would fill a message.
  var shortText: String {
    let text = SourceRange(source, start, Swift.min(end, start + 60)).text
    return end - start > 60 ? text + "…" : text
  }
}
