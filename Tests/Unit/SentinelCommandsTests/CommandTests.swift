import SentinelCommands
import SentinelModel
import SentinelPlugin
import Testing

@Suite("Commands")
struct CommandTests {
  private static let rules = """
    gauge_alerts:
      - name: deep
        metric: queue_depth
        condition: value > 5
        for: 20s
        tests:
          - name: a deep queue fires
            input: [{metric: queue_depth, labels: {service: chat}, values: 1 9x6 1}]
            expect:
              - {at: 10s, rule: deep, state: pending}
              - {at: 30s, rule: deep, state: firing, labels: {service: chat}, severity: warning, value: 9}
              - {at: 70s, rule: deep, state: resolved}
              - {at: 70s, rule: deep, state: inactive}
              - {at: 70s, rule: deep, state: inactive, labels: {service: other}}

    """

  private static let events = """
    {"timestamp":"2025-11-06T12:00:00Z","service":"chat","metrics":{"queue_depth":9}}
    {"timestamp":"2025-11-06T12:00:40Z","service":"chat","metrics":{"queue_depth":9}}
    {"timestamp":"2025-11-06T12:00:41Z","service":"chat","duration_ms":-1}

    """

  @Test(
    "a wrong command line exits with 2 and says so on standard error",
    arguments: [
      [], ["bogus"], ["chek", "."], ["help", "chek"], ["check"], ["check", "/no/such/path"],
      ["check", "--format", "xml", "."], ["replay"],
      ["replay", "--rules", "."], ["replay", "--rules", "/no/such", "--input", "-"],
      ["replay", "--rules", ".", "--input", "/no/such"], ["replay", "--rules", ".", "--input", "-", "-"],
      ["replay", "--rules", ".", "--input", "-", "--drain", "1.5h"],
      ["replay", "--rules", ".", "--input", "-", "--map", "x"],
      ["replay", "--rules", ".", "--input", "-", "--reorder-buffer", "0"],
      ["replay", "--rules", ".", "--input", "-", "--series", "a"], ["explain"], ["explain", "SR999"],
      ["explain", "a_rule"],
      ["explain", "a_rule", "--at", "now"], ["explain", "a_rule", "--rules", ".", "--group", "service=chat"],
      ["explain", "a_rule", "--rules", ".", "--input", "-", "--group", "chat"],
      ["replay", "--rules", ".", "--input", "-", "--map", "timestamp=time"],
      ["replay", "--rules", ".", "--input", "a.csv", "--input-format", "ndjson", "--map", "timestamp=time"],
      ["replay", "--rules", ".", "--input", "-", "--input-format", "tsv"],
      ["test", ".", "--coverage", "--format", "junit"], ["functions", "zscroe"], ["test", "/no/such/path"],
      ["metrics", "extra"],
    ])
  func wrongUsage(arguments: [String]) {
    let run = CommandRun(arguments: arguments)
    #expect(run.status == .wrongUsage)
    #expect(run.output.isEmpty && !run.messages.isEmpty)
  }

  @Test("help and version go to standard output and exit with 0")
  func help() {
    for arguments in [["--help"], ["help", "replay"], ["check", "--help"], ["--version"], ["version"]] {
      let run = CommandRun(arguments: arguments)
      #expect(run.status == .done && run.messages.isEmpty && !run.output.isEmpty)
    }
    #expect(CommandRun("--generate-completion-script", "zsh").output.contains("sentinel"))
    #expect(CommandRun("functions", "zscroe").messages.contains("did you mean 'zscore'?"))
    for arguments in [["chek", "."], ["help", "chek"]] {
      #expect(
        CommandRun(arguments: arguments).messages.hasPrefix("Error: there is no command 'chek'; did you mean 'check'?"))
    }
  }

  @Test("check prints findings to standard output in three forms, and exits with 1 on an error")
  func check() throws {
    let files = try TemporaryFiles(["good.yaml": Self.rules, "bad.yaml": "rules: [{name: a, condition: 3}]"])
    let good = CommandRun("check", files("good.yaml"))
    #expect(good.status == .done && good.messages.isEmpty)
    #expect(good.output.hasSuffix("1 file, 1 rule, 1 test: no errors, 1 warning\n"))
    let bad = CommandRun("check", files.path)
    #expect(bad.status == .faultyInput && bad.output.contains("bad.yaml:1:30: error: "))
    #expect(!bad.output.contains("errors"))
    let seen = CommandRun(arguments: ["check", files.path], outputConsole: Console(isTerminal: true))
    #expect(seen.output == bad.output + "1 error, 1 warning in 2 files\n")
    #expect(CommandRun("check", files.path, "--format", "json").output.hasPrefix("{\"diagnostics\":["))
    #expect(CommandRun("check", files.path, "--format", "github").output.contains("::error file="))
  }

  @Test("with --strict, warnings of units count as errors")
  func strict() throws {
    let files = try TemporaryFiles(["a.yaml": "rules: [{name: a, metric: m, condition: count(5m) > 5s}]"])
    #expect(CommandRun("check", files.path).status == .done)
    #expect(CommandRun("check", files.path, "--strict").status == .faultyInput)
  }

  @Test("a file over the size limit is reported at its beginning; a directory that is no file can't be read")
  func size() throws {
    let files = try TemporaryFiles(["a.yaml": String(repeating: "# 4567890123456789\n", count: 230_000)])
    let run = CommandRun("check", files.path)
    #expect(run.status == .faultyInput && run.output.contains("a.yaml:1:1: error: "))
  }

  @Test("rules of a directory are read in path order, hidden files and test files left out")
  func paths() throws {
    let files = try TemporaryFiles([
      "b.yaml": "", "a/z.yml": "", "a.yaml": "", "a.test.yaml": "", ".hidden/x.yaml": "", "c.txt": "",
    ])
    let paths = try RulePaths([files.path, files("a.yaml")])
    #expect(paths.ruleFiles.map { $0.dropFirst(files.path.count + 1) } == ["a.yaml", "a/z.yml", "b.yaml"])
    #expect(paths.testFiles.map { $0.dropFirst(files.path.count + 1) } == ["a.test.yaml"])
  }

  @Test("replay prints transitions as lines of JSON and a summary on standard error")
  func replay() throws {
    let files = try TemporaryFiles(["r.yaml": Self.rules, "e.ndjson": Self.events])
    let run = CommandRun("replay", "--rules", files("r.yaml"), "--input", files("e.ndjson"), "--drain", "10s")
    #expect(run.status == .done)
    #expect(run.output.split(separator: "\n").count == 2)
    #expect(
      run.output.contains("\"state\":\"firing\",\"severity\":\"warning\",\"labels\":{\"service\":\"chat\"},\"value\":9")
    )
    #expect(run.messages.contains("refused: \(files("e.ndjson")):3: duration_ms: "))
    #expect(run.messages.contains("2 events, 1 refused"))
    let quiet = CommandRun("replay", "--rules", files("r.yaml"), "--input", files("e.ndjson"), "--quiet", "--strict")
    #expect(quiet.status == .faultyInput && !quiet.messages.contains("2 events"))
  }

  @Test("a bar shows on a terminal only, and is gone at the end")
  func progress() throws {
    let files = try TemporaryFiles(["r.yaml": Self.rules, "e.ndjson": Self.events])
    let arguments = ["replay", "--rules", files("r.yaml"), "--input", files("e.ndjson")]
    #expect(!CommandRun(arguments: arguments).messages.contains("\r"))
    let run = CommandRun(arguments: arguments, console: Console(isTerminal: true))
    #expect(run.messages.contains("\r["))
    #expect(run.messages.contains("\r\u{1B}[Krefused") || run.messages.contains("\r\u{1B}[Krule"))
  }

  @Test("labels score the alerts; labels that fit no input are wrong usage")
  func labels() throws {
    let files = try TemporaryFiles([
      "r.yaml": Self.rules, "e.ndjson": Self.events,
      "l.json": "{\"e.csv\": [[\"2025-11-06T12:00:10Z\", \"2025-11-06T12:00:30Z\"]], \"f\": []}",
    ])
    let arguments = ["replay", "--rules", files("r.yaml"), "--input", files("e.ndjson"), "--labels", files("l.json")]
    let run = CommandRun(arguments: arguments + ["--warmup", "0"])
    #expect(run.messages.contains("score against e.csv") && run.messages.contains("100.00%"))
    #expect(CommandRun(arguments: arguments + ["--series", "x"]).status == .wrongUsage)
    #expect(CommandRun(arguments: arguments + ["--series", "f"]).messages.contains("score against f"))
  }

  @Test("tests of rules run, with expected and got side by side on a failure")
  func test() throws {
    let failing = Self.rules.replacing("at: 30s, rule: deep, state: firing", with: "at: 20s, rule: deep, state: firing")
    let files = try TemporaryFiles(["good.yaml": Self.rules, "bad/bad.yaml": failing])
    let good = CommandRun("test", files("good.yaml"), "--coverage")
    #expect(good.status == .done)
    #expect(good.output.contains("deep  value > 5   seen  seen"))
    #expect(good.output.hasSuffix("1 test: all passed\n"))
    let bad = CommandRun("test", files("bad"))
    #expect(bad.status == .faultyInput)
    #expect(bad.output.contains("firing warning {service=chat} value 9  pending warning {service=chat} value 9"))
    #expect(bad.output.contains("30s    firing    warning   {service=chat}      9"))
    #expect(bad.output.hasSuffix("1 test: 0 passed, 1 failed\n"))
    #expect(CommandRun("test", files("bad"), "--format", "junit").output.contains("failures=\"1\""))
    #expect(CommandRun("test", files("bad"), "--format", "json").output.hasPrefix("{\"passed\":0,\"failed\":1,"))
  }

  @Test("no tests is a fault, also when a filter leaves none")
  func noTests() throws {
    let files = try TemporaryFiles(["good.yaml": Self.rules, "none/a.yaml": "rules: []"])
    #expect(CommandRun("test", files("none")).messages.contains("there are no tests"))
    #expect(CommandRun("test", files("none")).status == .faultyInput)
    #expect(CommandRun("test", files("good.yaml"), "--filter", "other").status == .faultyInput)
    #expect(CommandRun("test", files("good.yaml"), "--filter", "deep").status == .done)
  }

  @Test("a test file names rules relative to itself; unknown rules and refused events are reported")
  func testFiles() throws {
    let files = try TemporaryFiles([
      "r.yaml": Self.rules,
      "t/a.test.yaml": """
      rules: [../r.yaml]
      tests:
        - name: one
          events: [{at: 0s, service: chat, metrics: {queue_depth: 7}}]
          expect: [{at: 30s, rule: deep, state: firing}]
      """,
      "bad/b.test.yaml":
        "tests: [{name: x, rules: [../r.yaml, no.yaml], expect: [{at: 1m, rule: dep, state: firing}]}]",
      "bad/c.test.yaml": "tests: [{name: x, rules: [../r.yaml], expect: [{at: 1m, rule: dep, state: firing}]}]",
      "refused/d.test.yaml": """
      tests:
        - {name: x, rules: [../r.yaml], events: [{at: 1s, duration_ms: "4"}], expect: [{at: 1m, rule: deep, state: inactive}]}
      """,
    ])
    #expect(CommandRun("test", files("t")).status == .done)
    #expect(CommandRun("test", files("t/a.test.yaml")).output == "1 test: all passed\n")
    let bad = CommandRun("check", files("bad"))
    #expect(bad.status == .faultyInput)
    #expect(bad.output.contains("b.test.yaml:1:38: error: ") && bad.output.contains("[SR507]"))
    #expect(bad.output.contains("c.test.yaml:1:63: error: ") && bad.output.contains("[SR505]"))
    #expect(bad.output.contains("did you mean 'deep'?"))
    let refused = CommandRun("test", files("refused"))
    #expect(
      refused.status == .faultyInput && refused.messages.contains("d.test.yaml:2:66: error: the event is refused"))
    #expect(refused.messages.contains("[SR506]"))
  }

  @Test("a test of rules that have errors is reported at the rules' names, unless the errors are told of already")
  func brokenRules() throws {
    let files = try TemporaryFiles([
      "broken.yaml": "rules: [{name: a, condition: 3}]",
      "t/a.test.yaml":
        "tests: [{name: x, rules: [../broken.yaml], expect: [{at: 1m, rule: a, state: firing}]}]",
    ])
    let alone = CommandRun("check", files("t"))
    #expect(alone.status == .faultyInput && alone.output.contains("a.test.yaml:1:27: error: "))
    #expect(alone.output.contains("[SR508]"))
    #expect(!CommandRun("check", files.path).output.contains("[SR508]"))
  }

  @Test("directories nested without end are not read")
  func endlessDirectories() throws {
    let path = String(repeating: "d/", count: 41)
    let files = try TemporaryFiles(["a.yaml": "", "\(path)b.yaml": ""])
    let run = CommandRun("check", files.path)
    #expect(run.status == .faultyInput && run.output.contains("too many nested directories"))
    #expect(run.output.contains("[SR511]"))
  }

  @Test("explain prints the page of a code, and of a rule its tree, windows and values at an instant")
  func explain() throws {
    #expect(CommandRun("explain", "sr501").output.hasPrefix("SR501 (error): a key that rule tests don't have\n\n"))
    let files = try TemporaryFiles(["r.yaml": Self.rules, "e.ndjson": Self.events])
    let run = CommandRun(
      "explain", "deep", "--rules", files("r.yaml"), "--input", files("e.ndjson"), "--at", "2025-11-06T12:00:20Z")
    #expect(run.status == .done)
    #expect(run.output.contains("condition: value > 5\n\n>\n├─ value\n└─ 5\n"))
    #expect(run.output.contains("last(queue_depth, 5m)"))
    #expect(
      run.output.contains(
        """
        at 2025-11-06T12:00:20Z

        {service=chat}  firing (warning) since 2025-11-06T12:00:20Z, pending from 2025-11-06T12:00:00Z on
          part       value
          value          9

        """))
    #expect(CommandRun("explain", "deap", "--rules", files("r.yaml")).messages.contains("did you mean 'deep'?"))
  }

  @Test("between two instants of a rule, explain shows the earlier one, as replay does")
  func explainBetweenInstants() throws {
    let events = [8, 12, 15].map { "{\"timestamp\":\($0),\"metrics\":{\"m\":1}}\n" }.joined()
    let rules = "rules: [{name: r, metric: m, condition: count(10s) > 5}]"
    let files = try TemporaryFiles(["r.yaml": rules, "e.ndjson": events])
    let arguments = ["explain", "r", "--rules", files("r.yaml"), "--input", files("e.ndjson")]
    let between = CommandRun(arguments: arguments + ["--at", "1970-01-01T00:00:15Z"])
    #expect(
      between.output.contains(
        "at 1970-01-01T00:00:10Z, the rule's last instant up to 1970-01-01T00:00:15Z: it is judged every 10s\n"))
    #expect(between.output.contains("  count(10s)          1\n"))
    let end = CommandRun(arguments: arguments)
    #expect(end.output.contains("at 1970-01-01T00:00:20Z\n"))
    #expect(end.output.contains("  count(10s)          2\n"))
  }

  @Test("every code has a page that can be printed")
  func pages() { for code in ["SR001", "SR101", "SR512"] { #expect(CommandRun("explain", code).status == .done) } }

  @Test("functions, metrics and plugins are listed as text, JSON and Markdown")
  func listings() {
    let plugin = Plugin(
      name: "Twice", version: "1.0", summary: "doubles",
      functions: [.scalar("twice", parameters: ["x"], help: "Doubles x.", example: "twice(2)") { $0[0] * 2 }])
    let functions = CommandRun("functions", plugins: [plugin])
    #expect(functions.output.contains("Of plugins\n\nfunction  unit  what it gives\ntwice(x)  –     Doubles x.\n"))
    #expect(CommandRun("functions", "twice", plugins: [plugin]).output.contains("example: twice(2)"))
    #expect(CommandRun("functions", "--format", "markdown").output.contains("### `zscore([metric], [window]"))
    #expect(CommandRun("functions", "--format", "json").output.hasPrefix("[{\"name\":\"avg\""))
    #expect(CommandRun("plugins", plugins: [plugin]).output == "Twice 1.0\n  doubles\n  function twice(x)\n")
    #expect(CommandRun("plugins").output == "no plugins\n")
    #expect(CommandRun("metrics").output.hasPrefix("metric  kind"))
    let clash = Plugin(
      name: "Clash", version: "1.0", summary: "x",
      functions: [.scalar("zscore", parameters: ["x"], help: "x", example: "x") { $0[0] }])
    #expect(CommandRun("metrics", plugins: [clash]).status == .faultyInput)
  }
}
