import Foundation
import SentinelDiagnostics
import Testing

/// The rule files of the contract's acceptance cases, next to the repository.
@Suite struct BrokenRuleFileTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../../shared/acceptance").standardized

  private static func text(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }

  private static func yamlFiles(_ url: URL) -> [URL] {
    let found = FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)?.allObjects ?? []
    return found.compactMap { $0 as? URL }.filter { ["yaml", "yml"].contains($0.pathExtension) }
      .sorted { $0.path < $1.path }
  }

  private static func compile(_ urls: [URL]) throws -> Compilation {
    Compilation(
      sources: try urls.map { SourceText(path: $0.lastPathComponent, bytes: Array(try Data(contentsOf: $0))) })
  }

  @Test("each broken rule file has an error at the expected place")
  func brokenFiles() throws {
    let broken = Self.folder.appendingPathComponent("broken-rules")
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: broken.path) else {
      print("SKIPPED: \(broken.path) is not there, so broken rule files are not checked")
      return
    }
    for name in names.sorted() where name.hasSuffix(".expect") {
      let stem = String(name.dropLast(".expect".count))
      let expectation = Expectation(try Self.text(broken.appendingPathComponent(name)))
      if expectation["generate"] != nil { continue }
      let single = broken.appendingPathComponent(stem + ".yaml")
      let urls =
        FileManager.default.fileExists(atPath: single.path)
        ? [single] : Self.yamlFiles(broken.appendingPathComponent(stem))
      let fault = expectation.fault(try Self.compile(urls))
      #expect(fault == nil, "\(stem): \(fault ?? "")")
    }
  }

  @Test("the rules of the acceptance cases compile")
  func goodFiles() throws {
    let cases = Self.folder.appendingPathComponent("cases")
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: cases.path) else {
      print("SKIPPED: \(cases.path) is not there, so the rules of the cases are not compiled")
      return
    }
    for name in names.sorted() {
      let compilation = try Self.compile(Self.yamlFiles(cases.appendingPathComponent(name)))
      let report = compilation.errors.map { "\($0.range.text): \($0.message)" }.joined(separator: "; ")
      #expect(compilation.plan != nil, "\(name): \(report)")
    }
  }
}

/// What an `.expect` file asks for.
private struct Expectation {
  private var values: [String: [String]] = [:]

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      guard let colon = line.range(of: ": ") else { continue }
      values[String(line[..<colon.lowerBound]), default: []].append(String(line[colon.upperBound...]))
    }
  }

  subscript(key: String) -> String? { values[key]?.first }

  private func span(_ key: String) -> ClosedRange<Int>? {
    let ends = self[key]?.split(separator: "-").compactMap { Int($0) } ?? []
    return ends.first.map { $0...(ends.last ?? $0) }
  }

  /// What the compilation lacks.
  func fault(_ compilation: Compilation) -> String? {
    if self["valid"] == "true" { return compilation.errors.first.map { "error: \($0.message)" } }
    let isStrict = self["args"] == "--strict"
    let errors = compilation.findings.filter {
      $0.level == .error || isStrict && $0.code.isRaisedByStrict
    }
    guard let first = errors.first else { return "no error" }
    let here = errors.filter { error in
      let place = error.range.source.position(of: error.range.start)
      return (self["file"] ?? error.range.source.path) == error.range.source.path
        && span("line")?.contains(place.line) != false && span("cols")?.contains(place.column) != false
    }
    if here.isEmpty {
      let place = first.range.source.position(of: first.range.start)
      return "error at \(place.line):\(place.column): \(first.message)"
    }
    let said = errors.map {
      ([$0.message, $0.label ?? "", $0.help ?? "", $0.range.text] + $0.notes.map(\.message)).joined(separator: " ")
    }.joined(separator: " ")
    for word in values["word"] ?? [] {
      if said.range(of: word, options: [.regularExpression, .caseInsensitive]) == nil {
        return "nothing says /\(word)/: \(first.message)"
      }
    }
    return nil
  }
}
