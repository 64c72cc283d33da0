/// A JSON value that keeps a number's text, for labels made of numbers ([P24]) and exact time stamps.
indirect enum JSONValue {
  case null
  case boolean(Bool)
  case number(Double, text: String)
  case string(String)
  case array([JSONValue])
  case object([(name: String, value: JSONValue)])

  /// Reads one value; nil for text that is no JSON.
  init?(_ text: String) {
    var reader = JSONReader(text)
    guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
    self = value
  }

  subscript(name: String) -> JSONValue? {
    guard case .object(let entries) = self else { return nil }
    return entries.last { $0.name == name }?.value
  }

  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  var number: Double? {
    if case .number(let value, _) = self { value } else { nil }
  }

  /// How the value reads as a label: strings as they are, numbers and booleans as their JSON text ([P24]).
  var label: String? {
    switch self {
    case .string(let text): text
    case .number(_, let text): text
    case .boolean(let flag): flag ? "true" : "false"
    case .null, .array, .object: nil
    }
  }
}

private struct JSONReader {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return position == scalars.count
    }
  }

  private mutating func skipSpace() {
    while let scalar = next, " \t\r\n".unicodeScalars.contains(scalar) { position += 1 }
  }

  private mutating func skip(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard scalars.dropFirst(position).starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  mutating func value(depth: Int) -> JSONValue? {
    guard depth < 100 else { return nil }
    skipSpace()
    switch next {
    case "{": return object(depth: depth)
    case "[": return array(depth: depth)
    case "\"": return string().map { .string($0) }
    case "t": return skip("true") ? .boolean(true) : nil
    case "f": return skip("false") ? .boolean(false) : nil
    case "n": return skip("null") ? .null : nil
    default: return number()
    }
  }

  private mutating func number() -> JSONValue? {
    let start = position
    while let scalar = next, "+-.eE0123456789".unicodeScalars.contains(scalar) { position += 1 }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<position])
    return Double(String(text)).map { .number($0, text: String(text)) }
  }

  private mutating func string() -> String? {
    guard skip("\"") else { return nil }
    var text = String.UnicodeScalarView()
    while let scalar = next {
      position += 1
      if scalar == "\"" { return String(text) }
      guard scalar == "\\" else {
        text.append(scalar)
        continue
      }
      guard let escape = next else { return nil }
      position += 1
      guard let value = unescaped(escape) else { return nil }
      text.append(value)
    }
    return nil
  }

  private mutating func unescaped(_ escape: Unicode.Scalar) -> Unicode.Scalar? {
    switch escape {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "u":
      guard let high = hexadecimal() else { return nil }
      guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high) }
      guard skip("\\u"), let low = hexadecimal(), (0xDC00..<0xE000).contains(low) else { return nil }
      return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    default: return escape
    }
  }

  private mutating func hexadecimal() -> UInt32? {
    guard position + 4 <= scalars.count else { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[position..<position + 4])
    position += 4
    return UInt32(String(text), radix: 16)
  }

  private mutating func array(depth: Int) -> JSONValue? {
    guard skip("[") else { return nil }
    var elements: [JSONValue] = []
    skipSpace()
    if skip("]") { return .array([]) }
    repeat {
      guard let element = value(depth: depth + 1) else { return nil }
      elements.append(element)
      skipSpace()
    } while skip(",")
    return skip("]") ? .array(elements) : nil
  }

  private mutating func object(depth: Int) -> JSONValue? {
    guard skip("{") else { return nil }
    var entries: [(name: String, value: JSONValue)] = []
    skipSpace()
    if skip("}") { return .object([]) }
    repeat {
      skipSpace()
      guard let name = string() else { return nil }
      skipSpace()
      guard skip(":"), let value = value(depth: depth + 1) else { return nil }
      entries.append((name, value))
      skipSpace()
    } while skip(",")
    return skip("}") ? .object(entries) : nil
  }
}
