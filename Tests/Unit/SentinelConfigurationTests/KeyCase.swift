import SentinelConfiguration

/// What a key takes and what it doesn't.
struct KeyCase: CustomStringConvertible, Sendable {
  let path: String
  /// In YAML.
  let good: String
  /// As ``good`` is shown when it holds.
  let shown: String
  let wrongType: String
  /// With the code of its finding.
  let outOfRange: (text: String, code: String)

  init(_ path: String, _ good: String, shown: String? = nil, wrongType: String, _ outOfRange: String, _ code: String) {
    self.path = path
    self.good = good
    self.shown = shown ?? good
    self.wrongType = wrongType
    self.outOfRange = (outOfRange, code)
  }

  var description: String { path }

  /// `http: {port: 8080}`
  func yaml(_ value: String) -> String {
    let parts = path.split(separator: ".").map(String.init)
    let inner = parts.dropFirst()
    guard let first = parts.first, !inner.isEmpty else { return "\(path): \(value)\n" }
    return first + ": {" + inner.joined(separator: ": {") + ": " + value + String(repeating: "}", count: inner.count)
  }

  static let all: [KeyCase] = [
    KeyCase("mode", "standalone", wrongType: "5", "cluster", "SR619"),
    KeyCase("rules", "[Rules, more.yaml]", wrongType: "Rules", "[Rules, \"\"]", "SR618"),
    KeyCase("data_dir", "state", wrongType: "[state]", "\"\"", "SR618"),
    KeyCase("lateness", "30s", wrongType: "30", "2h", "SR618"),
    KeyCase("on_bad_file", "isolate", wrongType: "true", "ignore", "SR619"),
    KeyCase("watch", "true", wrongType: "5", "\"yes\"", "SR617"),
    KeyCase("durability", "os", wrongType: "5", "fsynk", "SR619"),
    KeyCase("prices", "false", wrongType: "[x]", "off", "SR617"),
    KeyCase("http.host", "0.0.0.0", wrongType: "5", "\"\"", "SR618"),
    KeyCase("http.port", "9000", wrongType: "\"9000\"", "65536", "SR618"),
    KeyCase("http.max_body_bytes", "1048576", shown: "1MiB", wrongType: "true", "1B", "SR618"),
    KeyCase("http.max_connections", "10", wrongType: "1.5", "0", "SR618"),
    KeyCase("http.header_timeout", "5s", wrongType: "5", "10ms", "SR618"),
    KeyCase("http.read_timeout", "5m", wrongType: "[5m]", "2h", "SR618"),
    KeyCase("http.idle_timeout", "1h", wrongType: "{}", "1 hour", "SR620"),
    KeyCase("drain.delay", "5s", wrongType: "true", "10m", "SR618"),
    KeyCase("drain.timeout", "30s", wrongType: "30", "11m", "SR618"),
    KeyCase("journal.max_bytes", "2GiB", wrongType: "1.5", "1MiB", "SR618"),
    KeyCase("journal.segment_bytes", "1MiB", wrongType: "[]", "64 megs", "SR620"),
    KeyCase("alerts.retention", "10d", wrongType: "7", "59m", "SR618"),
    KeyCase("alerts.max_bytes", "100MB", shown: "100000000", wrongType: "~", "0", "SR618"),
    KeyCase("alerts.output", "stdout", wrongType: "5", "\"\"", "SR618"),
    KeyCase("limits.queue_bytes", "128MiB", wrongType: "true", "1TiB", "SR618"),
    KeyCase("limits.rate_per_client", "0", wrongType: "0.5", "-1", "SR618"),
    KeyCase("limits.max_groups", "500", wrongType: "many", "0", "SR618"),
    KeyCase("limits.window_bytes", "4GiB", wrongType: "[4]", "-5", "SR618"),
    KeyCase("log.level", "debug", wrongType: "5", "verbose", "SR619"),
    KeyCase("log.format", "text", wrongType: "true", "xml", "SR619"),
    KeyCase("ingestion.otlp.grpc_port", "0", wrongType: "x", "-1", "SR618"),
    KeyCase("ingestion.otlp.http_port", "4319", wrongType: "[4318]", "65536", "SR618"),
    KeyCase("ingestion.kafka.enabled", "true", wrongType: "1", "\"true\"", "SR617"),
    KeyCase(
      "storage.prometheus.url", "\"http://localhost:9090\"", shown: "http://localhost:9090", wrongType: "9090",
      "\"redis://localhost\"", "SR620"),
    KeyCase(
      "storage.redis.url", "\"redis://localhost:6379\"", shown: "redis://localhost:6379", wrongType: "[x]",
      "\"redis://\"", "SR620"),
    KeyCase("detection.drift.enabled", "true", wrongType: "1", "on", "SR617"),
    KeyCase("detection.drift.check_interval", "1m", wrongType: "60", "8d", "SR618"),
    KeyCase("detection.hallucination.enabled", "true", wrongType: "1", "yes", "SR617"),
    KeyCase("detection.hallucination.llm_judge.provider", "openai", wrongType: "5", "antropic", "SR619"),
    KeyCase(
      "detection.hallucination.llm_judge.api_key", "\"sk-1234\"", shown: "<secret>", wrongType: "5", "\"\"", "SR618"),
    KeyCase("detection.security.enabled", "false", wrongType: "0", "\"no\"", "SR617"),
  ]
}
