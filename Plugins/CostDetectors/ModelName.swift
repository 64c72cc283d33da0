/// What people and providers add to a model's name.
enum ModelName {
  /// `gpt-4o-2024-11-20`, `claude-haiku-4-5-20251001`, `claude-haiku-4-5@20251001`, `…-v1:0` without what follows the
  /// name; nil where nothing does.
  static func withoutDate(_ name: String) -> String? {
    var rest = Substring(name)
    if let sign = rest.lastIndex(of: "@") { rest = rest[..<sign] }
    if let start = versionStart(rest) { rest = rest[..<start] }
    if let shorter = droppingDigits(rest, [8]) ?? droppingDigits(rest, [4, 2, 2]) { rest = shorter }
    return rest.isEmpty || rest.endIndex == name.endIndex ? nil : String(rest)
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
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 2, parts[0] == "ft", !parts[1].isEmpty else { return nil }
    return String(parts[1])
  }

  /// The prefixes under which price lists hold a provider's models, by the names that telemetry has for the provider.
  static func prefixes(ofProvider provider: String) -> [String] {
    switch provider.lowercased() {
    case "": []
    case "gcp.gemini", "gcp.gen_ai", "gcp.vertex_ai", "vertex_ai", "google": ["gemini/"]
    case "mistral_ai", "mistralai": ["mistral/"]
    case "x_ai": ["xai/"]
    case "moonshot_ai", "moonshotai": ["moonshot/"]
    case "z_ai", "zhipu", "zhipuai": ["zai/"]
    case "alibaba", "qwen": ["dashscope/"]
    case let name: [name + "/"]
    }
  }

  /// Where `-v1:0` begins.
  private static func versionStart(_ name: Substring) -> Substring.Index? {
    guard let colon = name.lastIndex(of: ":"), isDigits(name[name.index(after: colon)...]) else { return nil }
    let front = name[..<colon]
    guard let dash = front.lastIndex(of: "-") else { return nil }
    let version = front[front.index(after: dash)...]
    return version.first == "v" && isDigits(version.dropFirst()) ? dash : nil
  }

  /// `name` without groups of digits of these lengths at its end, each behind a dash; nil where they aren't there.
  private static func droppingDigits(_ name: Substring, _ lengths: [Int]) -> Substring? {
    var rest = name
    for length in lengths.reversed() {
      let digits = rest.suffix(length)
      guard digits.count == length, isDigits(digits) else { return nil }
      rest = rest.dropLast(length)
      guard rest.last == "-" else { return nil }
      rest = rest.dropLast()
    }
    return rest.isEmpty ? nil : rest
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
