/// Writes JSON text piece by piece; commas and escapes are its own affair.
///
/// ```swift
/// var json = JSONWriter()
/// json.object { json in
///   json.key("rule"); json.string("high_p99_latency")
///   json.key("value"); json.number(4.2)
///   json.key("exemplars"); json.array { $0.integer(1) }
/// }
/// ```
///
/// Members and elements stand in the order in which they are written. The caller keeps the grammar (a value behind each
/// key, none without a key in an object); nothing here can fail. O(1) amortised a byte.
public struct JSONWriter: Sendable {
  /// What has been written so far, in UTF-8.
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false

  public init() {}

  public var text: String { String(decoding: bytes, as: UTF8.self) }

  public mutating func object(_ members: (inout JSONWriter) -> Void) {
    open("{")
    members(&self)
    close("}")
  }

  public mutating func array(_ elements: (inout JSONWriter) -> Void) {
    open("[")
    elements(&self)
    close("]")
  }

  public mutating func key(_ name: String) {
    string(name)
    append(":")
    needsComma = false
  }

  public mutating func string(_ text: String) {
    separate()
    append("\"")
    for byte in text.utf8 { escape(byte) }
    append("\"")
  }

  /// The shortest decimal that reads back as the same number, without `.0`: `4`, `0.1`, `1e-07`. JSON has no
  /// infinities and no NaN: those are `"+Inf"`, `"-Inf"` and `null` [P34].
  public mutating func number(_ value: Double) {
    if value.isNaN { return null() }
    if value.isInfinite { return string(value < 0 ? "-Inf" : "+Inf") }
    separate()
    bytes.append(contentsOf: value.description.utf8)
    if bytes.suffix(2) == [UInt8(ascii: "."), UInt8(ascii: "0")] { bytes.removeLast(2) }
  }

  public mutating func integer(_ value: some BinaryInteger) { raw(String(value)) }

  public mutating func boolean(_ value: Bool) { raw(value ? "true" : "false") }

  public mutating func null() { raw("null") }

  /// Appends a value that is JSON already.
  public mutating func raw(_ json: String) {
    separate()
    bytes.append(contentsOf: json.utf8)
  }

  private mutating func open(_ bracket: Unicode.Scalar) {
    separate()
    append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: Unicode.Scalar) {
    append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { append(",") }
    needsComma = true
  }

  private mutating func append(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
    case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
    case 0x0A: bytes.append(contentsOf: "\\n".utf8)
    case 0x0D: bytes.append(contentsOf: "\\r".utf8)
    case 0x09: bytes.append(contentsOf: "\\t".utf8)
    case 0x00..<0x20, 0x7F:
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(hexDigit(byte >> 4))
      bytes.append(hexDigit(byte & 0xF))
    default: bytes.append(byte)
    }
  }

  private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + (value - 10)
  }
}
