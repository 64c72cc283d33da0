import Foundation

/// A file or folder with faults, and the text that `sentinel check` prints for it.
struct GoldenCase: CustomStringConvertible, Sendable {
  /// `052-misspelt-function`
  let name: String
  /// What follows `sentinel check`; paths are relative to ``folder``.
  let arguments: [String]

  /// Tests/Golden/Cases
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Golden/Cases").standardizedFileURL

  /// In name order.
  static let all: [GoldenCase] = subjects.map { GoldenCase(subject: $0) }

  /// Files and folders to check.
  private static var subjects: [String] {
    fileNames.filter { !$0.hasSuffix(".txt") && !$0.hasSuffix(".args") }
  }

  static var fileNames: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  private init(subject: String) {
    name = subject.hasSuffix(".yaml") ? String(subject.dropLast(".yaml".count)) : subject
    let other = try? String(contentsOf: Self.folder.appendingPathComponent(name + ".args"), encoding: .utf8)
    arguments = other?.split(whereSeparator: \.isWhitespace).map(String.init) ?? [subject]
  }

  var description: String { name }

  var textFile: URL { Self.folder.appendingPathComponent(name + ".txt") }

  var expected: String? { try? String(contentsOf: textFile, encoding: .utf8) }
}
