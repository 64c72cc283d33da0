import Foundation
import SentinelCommands
import Testing

@Suite("Shell completion")
struct CompletionTests {
  /// What a shell offers for the last word of a command line.
  private static func offers(_ words: String...) throws -> Set<String> {
    let files = try TemporaryFiles([
      "sentinel.bash": CommandRun("--generate-completion-script", "bash").output, "rules/a.yaml": "", "b.yaml": "",
      "c.csv": "",
    ])
    let line = words.map { "'\($0)'" }.joined(separator: " ")
    let script = """
      source sentinel.bash; COMP_WORDS=(\(line)); COMP_CWORD=\(words.count - 1); COMP_LINE="${COMP_WORDS[*]}"
      COMP_POINT=${#COMP_LINE}; _sentinel sentinel "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"; printf '%s\\n' "${COMPREPLY[@]}"
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = URL(fileURLWithPath: files.path)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init))
  }

  @Test("paths, codes, functions and formats are completed")
  func bash() throws {
    #expect(try Self.offers("sentinel", "check", "").isSuperset(of: ["rules", "b.yaml"]))
    #expect(try !Self.offers("sentinel", "check", "").contains("c.csv"))
    #expect(try Self.offers("sentinel", "replay", "--rules", "r") == ["rules"])
    #expect(try Self.offers("sentinel", "replay", "--input", "c") == ["c.csv"])
    #expect(try Self.offers("sentinel", "explain", "SR51").contains("SR513"))
    #expect(try Self.offers("sentinel", "functions", "zs") == ["zscore"])
    #expect(try Self.offers("sentinel", "replay", "--format", "") == ["text", "ndjson"])
  }

  @Test("where the script has no answer, bash completes file names")
  func fallback() {
    #expect(CommandRun("--generate-completion-script", "bash").output.contains("complete -o filenames -o default -F"))
  }
}
