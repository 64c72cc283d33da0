import Foundation
import SentinelCommands
import Testing

@Suite("Paths of rules")
struct RulePathsTests {
  @Test("a directory without rule files is told: a warning, with --strict an error; an empty file is fine")
  func empty() throws {
    let files = try TemporaryFiles(["empty/.hidden.yaml": "", "tests/a.test.yaml": "tests: []", "file/a.yaml": ""])
    let check = CommandRun("check", files("empty"))
    #expect(check.status == .done)
    #expect(
      check.output.contains(
        "\(files("empty")):1:1: warning: the directory '\(files("empty"))' has no rule file [SR515]"))
    #expect(CommandRun("check", files("empty"), "--strict").status == .faultyInput)
    #expect(!CommandRun("check", files("tests"), files("file")).output.contains("SR515"))
    let replay = CommandRun("replay", "--rules", files("tests"), files("file"), "--input", "/dev/null")
    #expect(replay.status == .done && replay.messages.contains("' has only test files, no rule file [SR515]"))
    #expect(!replay.messages.contains("\(files("file")):1:1"))
    let tests = CommandRun("replay", "--rules", files("tests/a.test.yaml"), "--input", "/dev/null")
    #expect(tests.messages.contains("a.test.yaml' holds tests, no rules [SR515]"))
  }

  @Test("links between directories that lead in a circle are followed once")
  func loops() throws {
    let files = try TemporaryFiles(["r/a.yaml": "", "r/d/b.yaml": ""])
    try FileManager.default.createSymbolicLink(atPath: files("r/d/up"), withDestinationPath: "..")
    try FileManager.default.createSymbolicLink(atPath: files("r/self"), withDestinationPath: ".")
    let paths = try RulePaths([files("r"), files("r/d")])
    #expect(paths.ruleFiles.map { $0.dropFirst(files.path.count + 1) } == ["r/a.yaml", "r/d/b.yaml"])
    #expect(paths.unreadable.isEmpty && paths.withoutRules.isEmpty)
  }
}
