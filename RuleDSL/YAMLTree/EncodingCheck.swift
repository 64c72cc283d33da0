import SentinelDiagnostics

/// What is looked at before libyaml sees a byte: size, encoding, control characters.
struct EncodingCheck {
  let source: SourceText

  /// The offset behind a byte order mark where the file can be read as YAML, else nil with an error.
  func start(limit: Int, diagnostics: inout Diagnostics) -> Int? {
    let bytes = source.bytes
    if bytes.count > limit {
      diagnostics.append(
        Diagnostic(
          .fileTooLarge, "the file has \(bytes.count) bytes, over the size limit of \(limit)",
          at: SourceRange(source, 0, 0), help: "split it into several files"))
      return nil
    }
    if let name = otherEncoding(bytes) {
      diagnostics.append(
        Diagnostic(
          .otherEncoding, "the file is encoded in \(name), and has to be UTF-8", at: SourceRange(source, 0, 0),
          help: "save the file as UTF-8"))
      return nil
    }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return checkCharacters(bytes, from: start, diagnostics: &diagnostics) ? start : nil
  }

  private func otherEncoding(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return "UTF-32 (little endian)" }
    if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32 (big endian)" }
    if bytes.starts(with: [0xFF, 0xFE]) { return "UTF-16 (little endian)" }
    if bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16 (big endian)" }
    return nil
  }

  /// Stops at the first fault: behind it nothing is certain.
  private func checkCharacters(_ bytes: [UInt8], from start: Int, diagnostics: inout Diagnostics) -> Bool {
    var offset = start
    while offset < bytes.count {
      let byte = bytes[offset]
      if (byte >= 0x20 && byte < 0x7F) || byte == 0x0A || byte == 0x09 || byte == 0x0D {
        offset += 1
        continue
      }
      guard let (scalar, width) = Self.decode(bytes, at: offset) else {
        diagnostics.append(
          Diagnostic(
            .invalidUTF8, "the byte 0x\(hexadecimal(byte, 2)) is not valid UTF-8",
            at: SourceRange(source, offset, offset + 1), help: "save the file as UTF-8"))
        return false
      }
      guard Self.isPrintable(scalar) else {
        diagnostics.append(
          Diagnostic(
            .controlCharacter, "the control character U+\(hexadecimal(scalar, 4)) can't stand in YAML",
            at: SourceRange(source, offset, offset + width), help: "remove it, or write an escape in double quotes"))
        return false
      }
      offset += width
    }
    return true
  }

  /// The scalar that begins at `offset` and its width, nil if it is malformed, overlong, a surrogate or out of range.
  static func decode(_ bytes: [UInt8], at offset: Int) -> (scalar: UInt32, width: Int)? {
    guard offset < bytes.count else { return nil }
    let first = bytes[offset]
    let width: Int
    switch first {
    case 0x00..<0x80: return (UInt32(first), 1)
    case 0xC2..<0xE0: width = 2
    case 0xE0..<0xF0: width = 3
    case 0xF0..<0xF5: width = 4
    default: return nil
    }
    guard offset + width <= bytes.count else { return nil }
    var scalar = UInt32(first) & (0x7F >> UInt32(width))
    for next in bytes[(offset + 1)..<(offset + width)] {
      guard next & 0xC0 == 0x80 else { return nil }
      scalar = scalar << 6 | UInt32(next & 0x3F)
    }
    let least: UInt32 = width == 2 ? 0x80 : width == 3 ? 0x800 : 0x10000
    guard scalar >= least, Unicode.Scalar(scalar) != nil else { return nil }
    return (scalar, width)
  }

  /// `c-printable` of YAML 1.2.2, 5.1, for what isn't ASCII text; libyaml accepts just these.
  private static func isPrintable(_ scalar: UInt32) -> Bool {
    scalar == 0x85 || (0xA0...0xFFFD).contains(scalar) || scalar >= 0x10000
  }

  private func hexadecimal(_ value: some BinaryInteger, _ width: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
