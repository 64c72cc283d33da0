/// The escapes of double-quoted scalars (YAML 1.2.2, 5.7).
extension ScalarReader {
  mutating func readDoubleQuoted() {
    guard byte == UInt8(ascii: "\\") else { return copy() }
    let start = position
    position += 1
    if breakWidth() > 0 {
      // An escaped line end joins two lines without a blank.
      position += breakWidth()
      return skipEmptyLines()
    }
    let letter = byte
    position = min(position + 1, end)
    for byte in decodeEscape(letter) { append(byte, at: start) }
  }

  private mutating func decodeEscape(_ letter: UInt8) -> [UInt8] {
    switch Character(Unicode.Scalar(letter)) {
    case "0": [0x00]
    case "a": [0x07]
    case "b": [0x08]
    case "t", "\t": [0x09]
    case "n": [0x0A]
    case "v": [0x0B]
    case "f": [0x0C]
    case "r": [0x0D]
    case "e": [0x1B]
    case "N": Array("\u{85}".utf8)
    case "_": Array("\u{A0}".utf8)
    case "L": Array("\u{2028}".utf8)
    case "P": Array("\u{2029}".utf8)
    case "x": decodeHexadecimal(2)
    case "u": decodeHexadecimal(4)
    case "U": decodeHexadecimal(8)
    default: [letter]
    }
  }

  private mutating func decodeHexadecimal(_ count: Int) -> [UInt8] {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return [] }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return Unicode.Scalar(value).map { Array(String($0).utf8) } ?? []
  }
}
