public import Foundation

/// Compares a text with a file that holds what it should be.
///
/// With `SENTINEL_UPDATE_GOLDEN=1` in the environment the file is written instead; the change is then read in the diff.
public enum Golden {
  /// What differs, in words; nil where `actual` is what the file holds.
  public static func mismatch(_ actual: String, file: URL) throws -> String? {
    if ProcessInfo.processInfo.environment["SENTINEL_UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try actual.write(to: file, atomically: true, encoding: .utf8)
      return nil
    }
    guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
      return "\(file.path) does not exist; SENTINEL_UPDATE_GOLDEN=1 writes it"
    }
    return difference(expected: expected, actual: actual).map { "\(file.path):\($0)" }
  }

  /// The first line that differs, with both sides; nil where the texts are equal.
  public static func difference(expected: String, actual: String) -> String? {
    if expected == actual { return nil }
    let left = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let right = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(left, right).enumerated().first { $1.0 != $1.1 }?.offset ?? min(left.count, right.count)
    func text(_ lines: [Substring]) -> String { line < lines.count ? "'\(lines[line])'" : "the end" }
    return "\(line + 1): expected \(text(left)), got \(text(right))"
  }
}
