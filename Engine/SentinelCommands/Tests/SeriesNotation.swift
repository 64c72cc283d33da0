/// Reads the values of a test's series: `0.5x360 1+0.1x20 _ 5`.
///
/// Parts are separated by blanks. A part is a number, `value x repeats`, `start+step x count` (or `-step`) or `_` for no
/// sample, which may be repeated too. `1+0.1x20` is the twenty values 1, 1.1, …, 2.9.
package enum SeriesNotation {
  /// What is wrong with the notation, and where in its UTF-8.
  package struct Fault: Error, Equatable {
    package let message: String
    package let bytes: Range<Int>
  }

  /// How many values one series may have.
  static let limit = 1_000_000

  /// Takes memory by the length of the text, not by the number of values.
  package static func read(_ text: String) throws(Fault) -> SeriesValues {
    var reader = Reader(Array(text.utf8))
    var values = SeriesValues()
    while let start = reader.nextPart() { try reader.readPart(from: start, into: &values) }
    if values.count == 0 { throw Fault(message: "there are no values", bytes: 0..<text.utf8.count) }
    return values
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Where the next part begins; nil at the end.
    mutating func nextPart() -> Int? {
      while let byte = next, isBlank(byte) { position += 1 }
      return next == nil ? nil : position
    }

    mutating func readPart(from start: Int, into values: inout SeriesValues) throws(Fault) {
      let first: Double?
      if next == UInt8(ascii: "_") {
        position += 1
        first = nil
      } else {
        first = try number(from: start)
      }
      var step: Double?
      if first != nil, let sign = next, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        position += 1
        step = try number(from: start) * (sign == UInt8(ascii: "-") ? -1 : 1)
      }
      let count = try repeats(from: start)
      guard next.map(isBlank) ?? true else { throw fault(start) }
      if step != nil, count == nil { throw fault(start, "a step needs a count: 1+0.1x20") }
      guard values.count + (count ?? 1) <= SeriesNotation.limit else {
        throw fault(start, "a series has at most \(SeriesNotation.limit) values")
      }
      values.append(.init(first: first, step: step ?? 0, count: count ?? 1))
    }

    /// The digits behind an `x`, if there is one.
    private mutating func repeats(from start: Int) throws(Fault) -> Int? {
      guard next == UInt8(ascii: "x") else { return nil }
      position += 1
      let digits = self.digits()
      guard !digits.isEmpty else { throw fault(start) }
      guard let count = Int(digits), count >= 1, count <= SeriesNotation.limit else {
        throw fault(start, "a count is from 1 to \(SeriesNotation.limit)")
      }
      return count
    }

    private mutating func digits() -> String {
      let start = position
      while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func number(from start: Int) throws(Fault) -> Double {
      let begin = position
      skip("-", "+")
      let whole = digits()
      var fraction: String?
      if skip(".") { fraction = digits() }
      guard !whole.isEmpty, fraction != "" else { throw fault(start) }
      if skip("e", "E") {
        skip("-", "+")
        guard !digits().isEmpty else { throw fault(start) }
      }
      let text = String(decoding: bytes[begin..<position], as: UTF8.self)
      guard let value = Double(text), value.isFinite else { throw fault(start, "the number is too large") }
      return value
    }

    @discardableResult
    private mutating func skip(_ choices: Unicode.Scalar...) -> Bool {
      guard let byte = next, choices.contains(where: { $0.value == UInt32(byte) }) else { return false }
      position += 1
      return true
    }

    /// A fault of the whole part in which the reader stands.
    private func fault(_ start: Int, _ message: String? = nil) -> Fault {
      var end = max(position, start)
      while end < bytes.count, !isBlank(bytes[end]) { end += 1 }
      let part = String(decoding: bytes[start..<end].prefix(40), as: UTF8.self)
      return Fault(message: message ?? "'\(part)' is no part of a series", bytes: start..<end)
    }
  }
}
