/// `${NAME}` or `${NAME:-default}` in a text.
struct VariableReference {
  let name: String
  let fallback: String?
  /// From the dollar to behind the bracket, in bytes of the text.
  let range: Range<Int>

  /// The reference whose `${` stands at `start`; nil where it has no name or no end. A default holds no variables: that
  /// would ask for a language, and this is none.
  init?(_ text: [UInt8], at start: Int) {
    var end = start + 2
    while end < text.count, Self.isName(text[end], isFirst: end == start + 2) { end += 1 }
    guard end > start + 2, end < text.count else { return nil }
    name = String(decoding: text[(start + 2)..<end], as: UTF8.self)
    if text[end] == UInt8(ascii: "}") {
      fallback = nil
      range = start..<(end + 1)
      return
    }
    guard text[end...].starts(with: [UInt8(ascii: ":"), UInt8(ascii: "-")]),
      let close = text[end...].firstIndex(of: UInt8(ascii: "}"))
    else { return nil }
    let written = text[(end + 2)..<close]
    guard !zip(written, written.dropFirst()).contains(where: { $0 == UInt8(ascii: "$") && $1 == UInt8(ascii: "{") })
    else { return nil }
    fallback = String(decoding: written, as: UTF8.self)
    range = start..<(close + 1)
  }

  private static func isName(_ byte: UInt8, isFirst: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): !isFirst
    default: false
    }
  }
}
