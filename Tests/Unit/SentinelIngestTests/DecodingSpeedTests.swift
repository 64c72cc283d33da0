import Glibc
import SentinelIngest
import SentinelModel
import Testing

/// Prints nanoseconds an event; run with `SENTINEL_BENCH=1 swift test -c release`.
@Suite("Speed of decoding", .enabled(if: getenv("SENTINEL_BENCH") != nil), .serialized)
struct DecodingSpeedTests {
  /// 512 events of about 2.2 KB with two texts that have a line break or a quote every 80 bytes or so, as chats do.
  static let lines: [[UInt8]] = (0..<512).map { index in
    let sentence = "The quick brown fox \(index) jumps over the lazy dog, and asks what the dog thinks.\\n"
    let prompt = String(repeating: sentence, count: 11)
    let answer = "An answer follows, in plain words and \\\"quotes\\\", with a longer sentence behind them. "
    let response = String(repeating: answer, count: 10)
    return Array(
      """
      {"timestamp":"2025-11-06T12:\(10 + index / 60):\(10 + index % 60 * 5 / 6).123Z","service":"chat","tenant":"acme-\(index % 7)",\
      "user":"user-\(index * 7919 % 311)","session":"s\(index)","provider":"openai","model":"gpt-4o-\(index % 3)",\
      "operation":"chat","status":"ok","duration_ms":\(812 + index).53,"ttft_ms":12\(index % 10),"queue_ms":3,\
      "input_tokens":\(512 + index),"output_tokens":128,"cost_usd":0.00\(31 + index),"prompt":"\(prompt)",\
      "response":"\(response)","attributes":{"region":"eu","tier":3},"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736",\
      "span_id":"00f067aa0ba902b7"}
      """.utf8)
  }

  static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test("decoding one event takes so many nanoseconds")
  func decode() {
    let layout = BatchLayout(
      labels: ["service", "tenant", "user", "model", "provider", "status", "error_type", "operation"].map { .label($0) }
        + [.attribute("region")],
      numbers: NumberField.allCases, texts: [.prompt, .response, .traceID, .spanID], metrics: [])
    for (name, layout) in [
      ("everything", layout),
      ("no texts", BatchLayout(labels: layout.labels, numbers: layout.numbers, texts: [], metrics: [])),
    ] {
      var decoder = JSONEventDecoder(layout: layout)
      let size = Self.lines.reduce(0) { $0 + $1.count } / Self.lines.count
      var best = Double.infinity
      for _ in 0..<40 {
        let start = Self.cpuSeconds()
        for _ in 0..<10 {
          var batch = EventBatch(layout: layout)
          batch.reserve(rows: 512, textBytes: 1 << 20)
          for (index, line) in Self.lines.enumerated() {
            let refusal = line.withUnsafeBufferPointer { decoder.decode($0, into: &batch, position: UInt32(index)) }
            if refusal != nil { Issue.record("refused") }
          }
        }
        best = min(best, (Self.cpuSeconds() - start) / Double(Self.lines.count * 10))
      }
      print("BENCH decode \(name): \(size) bytes, \(Int(best * 1e9)) ns/event")
    }
  }

  @Test("replaying a file takes so many nanoseconds an event")
  func replay() throws {
    var bytes: [UInt8] = []
    for day in 0..<90 {
      for line in Self.lines {
        // A later date for each round, so that the file is in order.
        bytes += line[..<14] + "20\(10 + day)".utf8 + line[18...]
        bytes.append(0x0A)
      }
    }
    let file = SampleFile(bytes)
    let layout = BatchLayout(
      labels: ["service", "tenant", "user", "model", "provider", "status"].map { .label($0) },
      numbers: NumberField.allCases, texts: [.prompt, .response], metrics: [])
    for (name, buffer) in [("default", 65_536), ("4096", 4_096)] {
      var best = Double.infinity
      for _ in 0..<3 {
        let start = Self.cpuSeconds()
        var settings = ReplaySettings()
        settings.reorderBuffer = buffer
        var input = try ReplayInput(paths: [file.path], layout: layout, settings: settings)
        var rows = 0
        while let batch = try input.next() { rows += batch.rows.count }
        #expect(rows == 46_080)
        withExtendedLifetime(file) {}
        best = min(best, (Self.cpuSeconds() - start) / 46_080)
      }
      print("BENCH replay \(name): \(Int(best * 1e9)) ns/event")
    }
  }
}
