import SentinelCommands
import SentinelModel
import Testing

@Suite("A rule explained at an instant")
struct ExplainTests {
  private static let rules = """
    rules:
      - name: deep
        metric: queue_depth
        by: [service, model]
        labels: {team: a}
        condition: value > 5
        for: 20s

    """

  /// At 20s since 1970 `firing` fires, `pending` is pending, `over` was firing, and thirty others are calm.
  private static func events() -> String {
    var lines: [String] = []
    for second in stride(from: 0, through: 20, by: 10) {
      func add(_ service: String, _ depth: Int) {
        lines.append(
          "{\"timestamp\":\(second),\"service\":\"\(service)\",\"model\":\"m,n\",\"metrics\":{\"queue_depth\":\(depth)}}"
        )
      }
      add("firing", 9)
      add("pending", second > 0 ? 9 : 1)
      for calm in 10..<40 { add("calm\(calm)", 1) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func explain(_ more: String...) throws -> CommandRun {
    let files = try TemporaryFiles(["r.yaml": rules, "e.ndjson": events()])
    return CommandRun(
      arguments: ["explain", "deep", "--rules", files("r.yaml"), "--input", files("e.ndjson")] + more)
  }

  @Test("alerts that are not inactive come first, with their states; of many groups the first twenty are shown")
  func states() throws {
    let run = try Self.explain("--at", "1970-01-01T00:00:20Z")
    let heads = run.output.split(separator: "\n").filter { $0.hasPrefix("{") }
    #expect(heads.count == 20)
    #expect(
      heads.prefix(3) == [
        "{model=m,n, service=firing}  firing (warning) since 1970-01-01T00:00:20Z, pending from 1970-01-01T00:00:00Z on",
        "{model=m,n, service=pending}  pending (warning) since 1970-01-01T00:00:10Z",
        "{model=m,n, service=calm10}  inactive",
      ])
    #expect(run.output.hasSuffix("and 12 more groups, 12 inactive; --group LABEL=VALUE,… chooses\n"))
  }

  @Test("an alert that is over says since when")
  func over() throws {
    let files = try TemporaryFiles([
      "r.yaml": Self.rules,
      "e.ndjson": [9, 9, 9, 1].enumerated().map { "{\"timestamp\":\($0 * 10),\"metrics\":{\"queue_depth\":\($1)}}\n" }
        .joined(),
    ])
    let run = CommandRun("explain", "deep", "--rules", files("r.yaml"), "--input", files("e.ndjson"))
    #expect(run.output.contains("\n{}  inactive since 1970-01-01T00:00:30Z\n"))
  }

  @Test("an alert that became worse says since when it fires and since when it is as bad")
  func worse() throws {
    let files = try TemporaryFiles([
      "r.yaml": "rules: [{name: deep, metric: queue_depth, by: [], severity: {info: last > 1, critical: last > 5}}]",
      "e.ndjson": [0, 3, 9, 9].enumerated().map { "{\"timestamp\":\($0 * 10),\"metrics\":{\"queue_depth\":\($1)}}\n" }
        .joined(),
    ])
    let run = CommandRun("explain", "deep", "--rules", files("r.yaml"), "--input", files("e.ndjson"))
    #expect(
      run.output.contains("\n{}  firing since 1970-01-01T00:00:10Z, critical since 1970-01-01T00:00:20Z\n"))
  }

  @Test("an instant before the first event names the instant that was asked for")
  func before() throws {
    let text = try Self.explain("--at", "1969-12-31T23:59:59Z").output
    #expect(
      text.hasSuffix(
        "there are no events up to 1969-12-31T23:59:50Z, the rule's last instant up to 1969-12-31T23:59:59Z: "
          + "it is judged every 10s\n"))
  }

  @Test("groups are chosen by their labels; a label that the rule's groups don't have is wrong usage")
  func choice() throws {
    let one = try Self.explain("--group", "service=calm39,model=m,n")
    #expect(one.output.split(separator: "\n").filter { $0.hasPrefix("{") } == ["{model=m,n, service=calm39}  inactive"])
    #expect(try Self.explain("--group", "service=x").output.hasSuffix("none of 32 groups is service=x\n"))
    let misspelt = try Self.explain("--group", "servce=x")
    #expect(misspelt.status == .wrongUsage && misspelt.output.isEmpty)
    #expect(
      misspelt.messages.contains("has groups by service, model; there is no label 'servce'; did you mean 'service'?"))
  }

  @Test("an instant behind the input says where the input ends")
  func behind() throws {
    #expect(
      try Self.explain("--at", "1970-01-01T00:05:00Z").output.contains(
        "the input ends before, at 1970-01-01T00:00:20Z\n"))
    #expect(!(try Self.explain("--at", "1970-01-01T00:00:20Z").output.contains("the input ends")))
  }

  private static func explainEvents(upTo time: String) throws -> String {
    let files = try TemporaryFiles([
      "r.yaml": """
      rules:
        - name: leak
          on: event
          labels: {team: a}
          condition: prompt contains "key" and input_tokens > 5
      """,
      "e.ndjson": """
      {"timestamp":1,"service":"chat","prompt":"none","input_tokens":7}
      {"timestamp":3.5,"service":"chat","prompt":"a key","input_tokens":8}
      {"timestamp":4,"service":"chat","prompt":"nothing","input_tokens":9}
      """,
    ])
    return CommandRun(
      "explain", "leak", "--rules", files("r.yaml"), "--input", files("e.ndjson"), "--at", time
    ).output
  }

  @Test("a rule on events shows the event that raised its alert, never one that nobody sent")
  func onEvent() throws {
    for time in ["1970-01-01T00:00:03.5Z", "1970-01-01T00:00:04Z", "1970-01-01T00:00:05Z"] {
      let text = try Self.explainEvents(upTo: time)
      #expect(
        text.hasSuffix(
          """
          the rule is judged at each event: shown is the one that raised each alert

          {service=chat}  firing (warning) since 1970-01-01T00:00:03.5Z
            the event of 1970-01-01T00:00:03.5Z
            part                                                 value
            prompt                                      (5 characters)
            input_tokens                                             8
            prompt contains "key" and input_tokens > 5            true

          """), "\(text)")
    }
  }

  @Test("before the first match a rule on events has nothing to show, and says so")
  func beforeMatch() throws {
    let text = try Self.explainEvents(upTo: "1970-01-01T00:00:03Z")
    #expect(text.contains("no event has matched so far: the rule has no alert"))
    #expect(!text.contains("characters") && !text.contains("false"))
  }
}
