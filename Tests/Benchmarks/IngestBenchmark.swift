import Glibc
import RuleCompiler
import SentinelIngest
import SentinelTestKit
import SentinelModel
import SentinelRuntime

/// Parsing NDJSON events of 2.2 KB with texts, and a whole replay of them with all shipped rules.
enum IngestBenchmark {
  private static let count = 100_000

  static func run() {
    let path = "/tmp/sentinel-benchmark-\(getpid()).ndjson"
    write(to: path)
    defer { unlink(path) }
    let layout = BatchLayout(
      labels: LabelReference.topLevelNames.map { .label($0) }, numbers: NumberField.allCases, texts: [], metrics: [])
    let reading = CPUClock.median { read(path, layout) { _ in } }
    Report.cost("NDJSON event of 2.2 KB, parsed and normalised", reading / Double(count) * 1e6, reach: 0.9, unit: "µs")
    replay(path)
  }

  private static func replay(_ path: String) {
    let plan = ShippedRules.compile()
    var transitions = 0
    let time = CPUClock.median {
      transitions = 0
      guard
        let engine = try? Engine(
          plan: plan, registry: RuleBenchmark.registry, settings: EngineSettings(), emit: { _ in transitions += 1 })
      else { return }
      read(path, engine.layout) { engine.process($0) }
      engine.finish()
    }
    let name = "replay with \(plan.rules.count) shipped rules (\(transitions) transitions)"
    Report.rate(name, Double(count) / time, reach: 300_000, unit: "events")
  }

  private static func read(_ path: String, _ layout: BatchLayout, _ body: (EventBatch) -> Void) {
    guard var input = try? ReplayInput(paths: [path], layout: layout) else {
      preconditionFailure("\(path) was just written")
    }
    while let batch = try? input.next() { body(batch) }
    precondition(input.refusals.count == 0, "events of our own are refused")
  }

  private static func write(to path: String) {
    var random = SeededRandom(seed: 5)
    let words = "the model answers with a plain sentence about nothing in particular ".utf8
    let prompt = String(decoding: (0..<500).map { Array(words)[$0 % words.count] }, as: UTF8.self)
    let response = String(decoding: (0..<1_200).map { Array(words)[$0 % words.count] }, as: UTF8.self)
    guard let file = fopen(path, "w") else { preconditionFailure("can't write \(path)") }
    for index in 0..<count {
      let time = Timestamp(nanoseconds: 1_762_430_400_000_000_000 + Int64(index) * 50_000_000)
      let input = Int.random(in: 20...4_000, using: &random)
      let line = """
        {"timestamp":"\(time.rfc3339)","service":"chat","tenant":"t\(index % 20)","user":"u\(index % 5_000)",\
        "session":"s\(index)","provider":"openai","model":"gpt-4o","operation":"chat",\
        "status":"\(index % 100 == 0 ? "error" : "ok")","duration_ms":\(200 + Int.random(in: 0...1_500, using: &random)).5,\
        "ttft_ms":120,"queue_ms":3,"input_tokens":\(input),"output_tokens":128,"prompt":"\(prompt)",\
        "response":"\(response)","attributes":{"region":"eu","gen_ai.request.id":"r\(index)"},\
        "trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331"}

        """
      fputs(line, file)
    }
    fclose(file)
  }
}
