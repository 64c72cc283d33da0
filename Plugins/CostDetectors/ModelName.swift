/// What people and providers add to a model's name. Works on UTF-8: names come from events, at any number.
enum ModelName {
  /// `gpt-4o-2024-11-20`, `claude-haiku-4-5-20251001`, `claude-haiku-4-5@20251001`, `…-v1:0` without what follows the
  /// name; nil where nothing does.
  static func withoutDate(_ name: String) -> String? {
    var rest = name.utf8[...]
    if let sign = rest.lastIndex(of: UInt8(ascii: "@")) { rest = rest[..<sign] }
    if let start = versionStart(rest) { rest = rest[..<start] }
    if let shorter = droppingDigits(rest, [8]) ?? droppingDigits(rest, [4, 2, 2]) { rest = shorter }
    return rest.isEmpty || rest.endIndex == name.endIndex ? nil : String(decoding: rest, as: UTF8.self)
  }

  /// `us.anthropic.…` without the region of the endpoint; nil where there is none.
  static func withoutRegion(_ name: String) -> String? {
    for region in ["us.", "eu.", "apac.", "jp.", "au.", "global.", "us-gov."] where name.hasPrefix(region) {
      return String(name.dropFirst(region.count))
    }
    return nil
  }

  /// The `base` of `ft:base:organisation::id`.
  static func baseOfFineTune(_ name: String) -> String? {
    guard name.hasPrefix("ft:") else { return nil }
    let base = name.utf8.dropFirst(3).prefix { $0 != UInt8(ascii: ":") }
    return base.isEmpty ? nil : String(decoding: base, as: UTF8.self)
  }

  /// The prefix under which price lists hold a provider's models, by the names that telemetry has for the provider;
  /// nil for none.
  static func prefix(ofProvider provider: String) -> String? {
    switch provider.lowercased() {
    case "": nil
    case "gcp.gemini", "gcp.gen_ai", "gcp.vertex_ai", "vertex_ai", "google": "gemini/"
    case "mistral_ai", "mistralai": "mistral/"
    case "x_ai": "xai/"
    case "moonshot_ai", "moonshotai": "moonshot/"
    case "z_ai", "zhipu", "zhipuai": "zai/"
    case "alibaba", "qwen": "dashscope/"
    case let name: name + "/"
    }
  }

  /// Where `-v1:0` begins.
  private static func versionStart(_ name: Substring.UTF8View) -> Substring.UTF8View.Index? {
    guard let colon = name.lastIndex(of: UInt8(ascii: ":")), isDigits(name[colon...].dropFirst()) else { return nil }
    let front = name[..<colon]
    guard let dash = front.lastIndex(of: UInt8(ascii: "-")) else { return nil }
    let version = front[dash...].dropFirst()
    return version.first == UInt8(ascii: "v") && isDigits(version.dropFirst()) ? dash : nil
  }

  /// `name` without groups of digits of these lengths at its end, each behind a dash; nil where they aren't there.
  private static func droppingDigits(_ name: Substring.UTF8View, _ lengths: [Int]) -> Substring.UTF8View? {
    var rest = name
    for length in lengths.reversed() {
      let digits = rest.suffix(length)
      guard digits.count == length, isDigits(digits) else { return nil }
      rest = rest.dropLast(length)
      guard rest.last == UInt8(ascii: "-") else { return nil }
      rest = rest.dropLast()
    }
    return rest.isEmpty ? nil : rest
  }

  private static func isDigits(_ text: Substring.UTF8View) -> Bool {
    !text.isEmpty && text.allSatisfy { (0x30...0x39).contains($0) }
  }
}
