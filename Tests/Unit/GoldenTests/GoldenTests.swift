import Foundation
import SentinelCommands
import SentinelDiagnostics
import Testing

/// Tests/Golden/README.md says how cases are added and changed.
@Suite("Golden cases of diagnostics")
struct GoldenTests {
  private static let updates = ProcessInfo.processInfo.environment["SENTINEL_UPDATE"] == "1"

  @Test("sentinel check prints just what a case's text file holds", arguments: GoldenCase.all)
  func text(_ golden: GoldenCase) throws {
    let run = CheckRun(golden)
    #expect(run.messages == "")
    #expect(run.status != .wrongUsage)
    if Self.updates { try run.output.write(to: golden.textFile, atomically: true, encoding: .utf8) }
    let expected = try #require(
      golden.expected, "\(golden.name).txt does not exist; SENTINEL_UPDATE=1 writes it")
    if let difference = LineDifference.text(expected: expected, actual: run.output) {
      Issue.record("\(golden.name).txt differs (- expected, + printed):\n\(difference)")
    }
  }

  @Test("a case with an error fails the check, and one without passes it", arguments: GoldenCase.all)
  func status(_ golden: GoldenCase) {
    let run = CheckRun(golden)
    let places = FindingPlace.ofText(run.output)
    #expect(run.status == (places.contains { $0.level == "error" } ? .faultyInput : .done))
  }

  @Test("JSON and GitHub annotations are well formed and name the places of the text", arguments: GoldenCase.all)
  func formats(_ golden: GoldenCase) throws {
    let places = FindingPlace.ofText(CheckRun(golden).output)
    let list = try JSONDecoder().decode(FindingList.self, from: Data(CheckRun(golden, format: "json").output.utf8))
    #expect(list.diagnostics == places)
    #expect(list.errors + list.warnings == places.count + list.omitted)
    #expect(list.isOrdered)
    #expect(FindingPlace.ofAnnotations(CheckRun(golden, format: "github").output) == places)
  }

  /// Codes that no file kept here can show, and why.
  private static let exceptions: [DiagnosticCode: String] = [
    .fileTooLarge: "takes a file of 4 MiB",
    .unreadableFile: "takes a file that may not be read; whoever runs tests as root may read all",
    .invalidLabels: "is about `replay --labels`, which `check` doesn't take",
    .optionRange: "no detector of the engine has an option with a range",
    .optionChoice: "no detector of the engine has an option with choices",
    .unusedConfiguration: "is about commands that judge recorded events, and `check` looks at all",
    .repeatedOption: "a key given twice is found in the YAML before",
    .duplicatePlugin: "is about what is built in, not about files",
    .duplicateDetector: "is about what is built in, not about files",
    .duplicateMetric: "is about what is built in, not about files",
    .duplicateFunction: "is about what is built in, not about files",
    .pluginNameStyle: "is about what is built in, not about files",
    .outputNumbering: "is about what is built in, not about files",
  ]

  @Test("every diagnostic code is seen in some case, save those that can't be")
  func codes() {
    let seen = Set(GoldenCase.all.flatMap { FindingPlace.ofText($0.expected ?? "") }.map(\.code))
    let missing = DiagnosticCode.all.filter { !seen.contains($0.id) && Self.exceptions[$0] == nil }
    #expect(missing.map(\.id) == [])
    #expect(Self.exceptions.keys.map(\.id).filter(seen.contains).sorted() == [], "no exceptions any more")
  }

  @Test("there are at least 75 cases, and no text or arguments without one")
  func files() {
    #expect(GoldenCase.all.count >= 75)
    let names = Set(GoldenCase.all.map(\.name))
    let stray = GoldenCase.fileNames.filter { file in
      [".txt", ".args"].contains { file.hasSuffix($0) && !names.contains(String(file.dropLast($0.count))) }
    }
    #expect(stray == [])
  }
}
