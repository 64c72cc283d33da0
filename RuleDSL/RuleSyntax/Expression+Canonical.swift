import SentinelModel

extension Expression {
  /// The one canonical text of the expression, with as few parentheses as possible. Parsing it gives an equal
  /// expression.
  ///
  /// A literal with a negative value has no text of its own: it reads back as the negation of a literal.
  public var canonical: String { ExpressionPrinter.text(self) }

  /// A hash of what the expression says, the same in each process and version: FNV-1a 64 over the UTF-8 bytes of
  /// ``canonical``.
  public var fingerprint: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in canonical.utf8 {
      hash ^= UInt64(byte)
      hash &*= 0x100_0000_01b3
    }
    return hash
  }
}

extension Literal {
  /// The literal as an expression writes it.
  public var canonical: String {
    switch self {
    case .number(let value): DecimalText.number(value)
    case .percentage(let value): DecimalText.percent(value) + "%"
    case .duration(let span): span.literal
    case .amount(let value): "$" + DecimalText.number(value)
    case .rate(let value, let isAmount, let unit):
      (isAmount ? "$" : "") + DecimalText.number(value) + "/" + unit.rawValue
    case .string(let text): Self.quoted(text)
    case .boolean(let value): value ? "true" : "false"
    }
  }

  private static func quoted(_ text: String) -> String {
    var output = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\t": output += "\\t"
      case "\r": output += "\\r"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let hex = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output + "\""
  }
}

extension Selector {
  /// `metric{a="x", b!~"y"}`
  public var canonical: String {
    let filters = matchers.map { $0.label + $0.operation.rawValue + Literal.string($0.value).canonical }
    return metric + "{" + filters.joined(separator: ", ") + "}"
  }
}
