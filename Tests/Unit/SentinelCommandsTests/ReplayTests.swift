import Foundation
import SentinelCommands
import SentinelModel
import Testing

@Suite("What a replay reads and prints")
struct ReplayTests {
  private static let rules = """
    gauge_alerts:
      - name: deep
        metric: queue_depth
        labels: {team: a}
        condition: value > 5
        annotations: {summary: "{{ service }} waits\\n"}
      - name: long_prompt
        on: event
        condition: length(prompt) > 3
        every: 1d
        keep_firing_for: 1s

    """

  private static func depth(_ time: String, _ depth: Int) -> String {
    "{\"timestamp\":\"\(time)\",\"service\":\"chat\",\"metrics\":{\"queue_depth\":\(depth)}}\n"
  }

  private static let days =
    depth("2025-11-06T23:59:50Z", 9) + depth("2025-11-07T00:00:00Z", 1)
    + "{\"timestamp\":\"2025-11-07T00:00:00.25Z\",\"prompt\":\"my secret\"}\n"

  private static func replay(
    _ input: String, name: String = "e.ndjson", _ more: [String] = [],
    outputConsole: Console = Console(isTerminal: false)
  ) throws -> CommandRun {
    let files = try TemporaryFiles(["r.yaml": rules])
    try Data(input.utf8).write(to: URL(fileURLWithPath: files(name)))
    return CommandRun(
      arguments: ["replay", "--rules", files("r.yaml"), "--input", files(name)] + more, outputConsole: outputConsole)
  }

  private static let text = """
    2025-11-06T23:59:50Z  firing    warning   deep         {service=chat}  "chat waits\\u{a}"
    2025-11-07T00:00:00Z  resolved  warning   deep         {service=chat}  "chat waits\\u{a}"
               00:00:00.25Z  firing    warning   long_prompt  {}
    2025-11-08T00:00:00Z  resolved  warning   long_prompt  {}

    """

  @Test("the text form has a line for each transition, the day where it changes, and never a prompt")
  func text() throws { #expect(try Self.replay(Self.days, ["--format", "text"]).output == Self.text) }

  @Test("transitions are text on a terminal and JSON elsewhere, unless the format is said")
  func terminals() throws {
    let terminal = Console(isTerminal: true)
    #expect(try Self.replay(Self.days, outputConsole: terminal).output == Self.text)
    let json = try Self.replay(Self.days).output
    #expect(json.hasPrefix("{\"at\":"))
    #expect(try Self.replay(Self.days, ["--format", "ndjson"], outputConsole: terminal).output == json)
  }

  @Test("an input that is something else says what it seems to be, in its first line's refusal")
  func foreignInput() throws {
    let csv = "timestamp,service\n2025-11-06T12:00:00Z,chat\n"
    let run = try Self.replay(csv, name: "e.txt")
    #expect(run.status == .done && run.messages.contains("0 events, 2 refused"))
    #expect(run.messages.contains("e.txt:1: looks like CSV: only files named .csv are read so; --input-format csv"))
    #expect(try Self.replay(csv, name: "e.txt", ["--input-format", "csv"]).messages.contains("1 event, 0 refused"))
    let tabs = csv.replacingOccurrences(of: ",", with: "\t")
    #expect(try Self.replay(tabs).messages.contains(":1: looks like columns cut by tabs"))
    let sentence = try Self.replay("no events, sorry\n")
    #expect(sentence.messages.contains(":1: is not valid JSON"))
  }

  @Test("UTF-16 is told by name, in JSON and in CSV", arguments: ["e.ndjson", "e.csv"], [true, false])
  func utf16(name: String, hasMark: Bool) throws {
    let files = try TemporaryFiles(["r.yaml": Self.rules])
    let text = name.hasSuffix("csv") ? "timestamp,service\n1,a\n" : Self.days
    let mark: [UInt8] = hasMark ? [0xFF, 0xFE] : []
    let bytes = mark + text.utf8.flatMap { (byte: UInt8) -> [UInt8] in [byte, 0] }
    try Data(bytes).write(to: URL(fileURLWithPath: files(name)))
    let run = CommandRun("replay", "--rules", files("r.yaml"), "--input", files(name))
    #expect(run.status == (name == "e.csv" ? .faultyInput : .done))
    #expect(run.messages.contains(":1: is UTF-16: only UTF-8 is read"))
  }

  @Test("the format that is said holds against the extension")
  func saidFormat() throws {
    let run = try Self.replay(Self.days, name: "e.csv", ["--input-format", "ndjson"])
    #expect(run.messages.contains("3 events, 0 refused"))
  }

  @Test("an input that fails leaves the summary of what was judged, marked as partial")
  func partial() throws {
    let late = (0..<2_000).map { "{\"timestamp\":\($0 + 100)}\n" }.joined() + "{\"timestamp\":1}\n"
    let run = try Self.replay(late, ["--reorder-buffer", "10"])
    #expect(run.status == .faultyInput && run.messages.contains("\npartial: what was judged before the input failed\n"))
    #expect(run.messages.contains(" events, 0 refused, from 1970-01-01T00:01:40Z"))
    #expect(run.messages.contains("Error: ") && run.messages.contains("raise --reorder-buffer"))
    let empty = try Self.replay("a,b\n", name: "e.csv")
    #expect(empty.messages.contains("\npartial: no event was judged before the input failed\nError: "))
    #expect(try !Self.replay(late, ["--reorder-buffer", "10", "--quiet"]).messages.contains("partial"))
  }

  @Test("labelled windows outside of the input are told, with both stretches of time")
  func labelsOutside() throws {
    let files = try TemporaryFiles([
      "l.json": """
      [["2025-11-06T23:59:50Z", "2025-11-06T23:59:55Z"], ["2025-11-08T00:00:00Z", "2025-11-08T01:00:00Z"]]
      """
    ])
    let run = try Self.replay(Self.days, ["--labels", files("l.json"), "--warmup", "0", "--quiet"])
    #expect(
      run.messages.contains(
        """
        warning: 1 of 2 labelled windows lie outside of the input and count as missed: the input goes from \
        2025-11-06T23:59:50Z to 2025-11-07T00:00:00.25Z, these windows from 2025-11-08T00:00:00Z to 2025-11-08T01:00:00Z
        """))
    let inside = try Self.replay(Self.days, ["--labels", files("l.json"), "--quiet", "--warmup", "9d"])
    #expect(!inside.messages.contains("labelled"))
    #expect(
      inside.messages.contains(
        "warning: nothing is scored: the input ends at 2025-11-07T00:00:00.25Z, the warm-up of 9d not before 2025-11-15"
      ))
  }

  @Test("labels that are named by folders fit an input whose path ends so; the error names those that nearly fit")
  func folders() throws {
    let keys = (1...30).map { ", \"x/\($0).csv\": []" }.joined()
    let files = try TemporaryFiles([
      "r.yaml": Self.rules, "lab/e.ndjson": Self.days, "other/e.ndjson": Self.days,
      "l.json": "{\"lab/e.csv\": []\(keys)}",
    ])
    func run(_ input: String, _ more: String...) -> CommandRun {
      CommandRun(
        arguments: [
          "replay", "--rules", files("r.yaml"), "--input", files(input), "--labels", files("l.json"), "--quiet",
        ] + more)
    }
    #expect(run("lab/e.ndjson").messages.contains("score against lab/e.csv"))
    let other = run("other/e.ndjson")
    #expect(other.status == .wrongUsage && other.messages.contains("name it with --series: lab/e.csv\n"))
    #expect(run("other/e.ndjson", "--series", "lab/e.csv").messages.contains("score against lab/e.csv"))
    let unknown = run("lab/e.ndjson", "--series", "lab/f.csv")
    #expect(unknown.messages.contains("there is no series 'lab/f.csv'; did you mean 'lab/e.csv'?"))
    #expect(unknown.messages.contains("and 21 more"))
  }
}
