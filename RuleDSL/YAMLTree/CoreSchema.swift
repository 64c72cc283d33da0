/// What a plain scalar means: the tables of YAML 1.2.2, 10.3.2 (core schema).
enum CoreSchema {
  static func value(of text: String) -> YAMLScalar.Value {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .boolean(true)
    case "false", "False", "FALSE": return .boolean(false)
    default: break
    }
    // Nearly all texts of rule files begin like no number, and are done here.
    guard let first = text.utf8.first, isDigit(first) || "+-.".utf8.contains(first) else { return .string }
    return integer(text) ?? float(text) ?? .string
  }

  /// `[-+]?[0-9]+`, `0o[0-7]+`, `0x[0-9a-fA-F]+`; one that needs more than 64 bits is a float.
  private static func integer(_ text: String) -> YAMLScalar.Value? {
    if text.hasPrefix("0o") { return digits(text.dropFirst(2), radix: 8) }
    if text.hasPrefix("0x") { return digits(text.dropFirst(2), radix: 16) }
    let unsigned = text.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
    guard text.utf8.count - unsigned.count <= 1, !unsigned.isEmpty, unsigned.allSatisfy(isDigit) else { return nil }
    if let integer = Int64(text) { return .integer(integer) }
    return Double(text).map { .float($0) }
  }

  private static func digits(_ digits: Substring, radix: Int) -> YAMLScalar.Value? {
    guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else {
      return nil
    }
    if let integer = Int64(digits, radix: radix) { return .integer(integer) }
    var sum = 0.0
    for character in digits {
      guard let digit = character.hexDigitValue, character.isASCII, digit < radix else { return nil }
      sum = sum * Double(radix) + Double(digit)
    }
    return .float(sum)
  }

  /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, `[-+]?\.inf`, `\.nan`.
  private static func float(_ text: String) -> YAMLScalar.Value? {
    switch text {
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .float(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .float(-.infinity)
    case ".nan", ".NaN", ".NAN": return .float(.nan)
    default: break
    }
    guard isFloat(Array(text.utf8)) else { return nil }
    return Double(text).map { .float($0) }
  }

  private static func isFloat(_ text: [UInt8]) -> Bool {
    var rest = text[...]
    func skip(_ characters: StaticString) -> Bool {
      guard let byte = rest.first, characters.withUTF8Buffer({ $0.contains(byte) }) else { return false }
      rest.removeFirst()
      return true
    }
    func skipDigits() -> Bool {
      let before = rest.count
      rest = rest.drop(while: isDigit)
      return rest.count < before
    }
    _ = skip("+-")
    let hasWhole = skipDigits()
    let hasFraction = skip(".") && skipDigits()
    guard hasWhole || hasFraction else { return false }
    if skip("eE") {
      _ = skip("+-")
      guard skipDigits() else { return false }
    }
    return rest.isEmpty
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
