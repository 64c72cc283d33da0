import Foundation
import RuleParser
import RuleSyntax
import SentinelDiagnostics
import Testing

/// Files that several tests read.
enum TestFiles {
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let acceptance = repository.deletingLastPathComponent().appendingPathComponent("shared/acceptance")
  static let hasAcceptance = FileManager.default.fileExists(atPath: acceptance.path)

  /// The files of a folder with their bytes, in name order.
  static func contents(of folder: URL) -> [(name: String, bytes: [UInt8])] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { name in
      guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)) else { return nil }
      return (name, Array(data))
    }
  }

  static func corpus(_ name: String) -> [(name: String, bytes: [UInt8])] {
    contents(of: repository.appendingPathComponent("Tests/Fuzz/Corpus/" + name))
  }
}

@Suite("Damaged input")
struct MutationTests {
  private static let pieces = [
    "(", ")", "[", "]", "{", "}", "{{", "}}", "\"", "'", "\\", ",", ":", ": ", "=", "==", "=~", "!", "-", "%", "$", "@",
    ".",
    "|", "&", "/h", "5m", "1.5h", "1e999", "99999999999999999999w", " and ", " not ", " in ", "\n", "\n  - ", "#",
    "&a ", "*a",
    "<<: ", "\u{2018}", "\u{A0}", "\0", "\r\n", "\t", "- ", "? ", "!!x ", "|\n", ">\n", "~", "\\u", "\\ud83d",
  ].map { Array($0.utf8) }

  /// A few random edits: bytes changed, pieces put in, stretches cut out or doubled.
  private static func mutated(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      let length = min(bytes.count - place, Int.random(in: 0...20, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.insert(contentsOf: random.pick(pieces), at: place)
      case 2: bytes.removeSubrange(place..<place + length)
      default: bytes.insert(contentsOf: Array(bytes[place..<place + length]), at: place)
      }
    }
    return bytes
  }

  @Test("never traps the expression parser, and every place lies in the text")
  func expressions() throws {
    let corpus = TestFiles.corpus("expressions")
    try #require(corpus.count > 20)
    var random = SeededRandom(seed: 1)
    for round in 0..<20_000 {
      let text = String(decoding: Self.mutated(corpus[round % corpus.count].bytes, &random), as: UTF8.self)
      let reading = Reading(text)
      if reading.expression == nil { #expect(!reading.diagnostics.isEmpty, "\(text)") }
      for finding in reading.diagnostics {
        #expect(finding.range.start >= 0 && finding.range.end <= reading.source.bytes.count, "\(text)")
      }
      if reading.diagnostics.isEmpty, let expression = reading.expression {
        #expect((Reading(expression.canonical).expression == expression) == true, "\(text)")
      }
    }
  }

  @Test("never traps the rule file parser, and every place lies in the file")
  func files() throws {
    let corpus = TestFiles.corpus("rules")
    try #require(corpus.count > 5)
    var random = SeededRandom(seed: 2)
    for round in 0..<5_000 {
      let reading = FileReading(bytes: Self.mutated(corpus[round % corpus.count].bytes, &random))
      for finding in reading.diagnostics {
        #expect(finding.range.start >= 0 && finding.range.end <= reading.source.bytes.count)
      }
      if reading.diagnostics.isEmpty { #expect(FileReading(reading.file.canonical).findings == []) }
    }
  }
}
