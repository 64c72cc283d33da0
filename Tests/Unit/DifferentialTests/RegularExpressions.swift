import Foundation

/// Whole-string matches by Foundation's engine, for the simple patterns of the tests ([P22]).
enum RegularExpressions {
  static func matchesWhole(_ text: String, _ pattern: String) -> Bool {
    guard
      let expression = try? NSRegularExpression(pattern: "\\A(?:\(pattern))\\z", options: [.dotMatchesLineSeparators])
    else { return false }
    return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
  }
}
