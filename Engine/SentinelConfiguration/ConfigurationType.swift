import RuleParser
import SentinelModel
import YAMLTree

/// What the value of a key may be: how it is read, how it is shown, and what to call it.
package struct ConfigurationType<Value: Sendable>: Sendable {
  /// `a whole number in 1…65535`
  package let expectation: String
  /// Whether values may be shown at all.
  package let isSecret: Bool
  let read: @Sendable (YAMLNode) throws(ConfigurationFault) -> Value
  /// For people; nothing of a secret.
  let show: @Sendable (Value) -> String

  init(
    _ expectation: String, isSecret: Bool = false, show: @escaping @Sendable (Value) -> String = { "\($0)" },
    read: @escaping @Sendable (YAMLNode) throws(ConfigurationFault) -> Value
  ) {
    self.expectation = expectation
    self.isSecret = isSecret
    self.show = show
    self.read = read
  }

  /// The same for a key that may be left out.
  static func optional<Wrapped: Sendable>(_ type: ConfigurationType<Wrapped>) -> Self where Value == Wrapped? {
    ConfigurationType(type.expectation, isSecret: type.isSecret, show: { $0.map(type.show) ?? "–" }) {
      (node) throws(ConfigurationFault) in try type.read(node)
    }
  }
}

extension ConfigurationType where Value == Int {
  static func integer(in range: ClosedRange<Int>) -> Self {
    Self("a whole number in \(range.lowerBound)…\(range.upperBound)") { (node) throws(ConfigurationFault) in
      guard case .scalar(let scalar) = node.content, case .integer(let value) = scalar.value else { throw .wrongType }
      guard let value = Int(exactly: value), range.contains(value) else { throw .outOfRange }
      return value
    }
  }
}

extension ConfigurationType where Value == Bool {
  static var boolean: Self {
    Self("true or false") { (node) throws(ConfigurationFault) in
      guard case .scalar(let scalar) = node.content, case .boolean(let value) = scalar.value else { throw .wrongType }
      return value
    }
  }
}

extension ConfigurationType where Value == ByteCount {
  /// A whole number of bytes, or a text with a unit.
  static func bytes(in range: ClosedRange<ByteCount>) -> Self {
    Self("bytes in \(range.lowerBound)…\(range.upperBound), as a number or with a unit") {
      (node) throws(ConfigurationFault) in
      guard case .scalar(let scalar) = node.content else { throw .wrongType }
      let count: ByteCount
      switch scalar.value {
      case .integer(let value): count = ByteCount(bytes: Int(value))
      case .string:
        guard let value = ByteCount(scalar.text) else {
          throw .malformed("units are \(ByteCount.units.reversed().map(\.name).joined(separator: ", ")), like 64MiB")
        }
        count = value
      default: throw .wrongType
      }
      guard range.contains(count) else { throw .outOfRange }
      return count
    }
  }
}

extension ConfigurationType where Value == TimeSpan {
  static func duration(in range: ClosedRange<TimeSpan>) -> Self {
    Self("a duration in \(range.lowerBound)…\(range.upperBound)") { (node) throws(ConfigurationFault) in
      guard case .scalar(let scalar) = node.content else { throw .wrongType }
      let span: TimeSpan
      switch scalar.value {
      // Zero is zero in any unit.
      case .integer(0): span = .zero
      case .string:
        switch DurationLiteral.read(scalar.text) {
        case .success(let value): span = value
        case .failure(let fault): throw .malformed(fault.label)
        }
      default: throw .wrongType
      }
      guard range.contains(span) else { throw .outOfRange }
      return span
    }
  }
}

extension ConfigurationType where Value: RawRepresentable<String> & CaseIterable {
  static var choice: Self {
    let choices = Value.allCases.map(\.rawValue)
    let expectation = choices.count == 1 ? "'\(choices[0])'" : "one of \(choices.joined(separator: ", "))"
    return Self(expectation, show: { $0.rawValue }) { (node) throws(ConfigurationFault) in
      guard let text = node.text else { throw .wrongType }
      guard let choice = Value(rawValue: text) else { throw .unknownChoice(choices) }
      return choice
    }
  }
}

extension YAMLNode {
  /// Of a text; nil for anything else.
  var text: String? {
    guard case .scalar(let scalar) = content, scalar.value == .string else { return nil }
    return scalar.text
  }
}
