import SentinelModel

extension EngineConfiguration {
  /// Every key with a single value, in the order of the reference page.
  package static let keys: [ConfigurationKey<EngineConfiguration>] =
    generalKeys + httpKeys + drainKeys + journalKeys + alertKeys + limitKeys + logKeys + ingestionKeys + storageKeys
    + detectionKeys

  /// The keys whose values have a shape of their own.
  package static let structures: [ConfigurationKeyDescriptor] = [
    ConfigurationKeyDescriptor(
      path: "detectors", expectation: "a mapping from types of detectors to their options", defaultText: "{}",
      help: "Options of detectors; 'sentinel plugins' lists them.", isActive: true, isSecret: false,
      isRequired: false),
    ConfigurationKeyDescriptor(
      path: "alerting.channels", expectation: "a list of at most \(AlertChannel.limit) mappings, each with a 'type'",
      defaultText: "[]", help: "Where notifications go.", isActive: false, isSecret: true, isRequired: false),
  ]

  private static let generalKeys: [ConfigurationKey<EngineConfiguration>] = [
    .init("mode", \.mode, .choice, "How engines work together; one that stands alone is all there is."),
    .init(
      "rules", \.rules, .texts(each: "files and directories", count: 0...1_000),
      "Rule files, and directories of them; the flag --rules comes before it."),
    .init(
      "data_dir", \.dataDirectory, .text("the path of a directory", upTo: 4_096),
      "Where the journal is kept; one engine a directory."),
    .init(
      "lateness", \.lateness, .duration(in: .zero ... .hours(1)),
      "How long after an instant the engine waits before it judges it; events that come later are counted as late."),
    .init(
      "on_bad_file", \.onBadFile, .choice,
      "What a reload does about a rule file with errors: refuse all, or isolate that file and keep its old rules."),
    .init("watch", \.watch, .boolean, "Whether a change of rule files or of this file reloads them."),
    .init(
      "durability", \.durability, .choice,
      "What acknowledged events outlast: a power cut (fsync), the process (os), or nothing (none)."),
    .init("prices", \.prices, .boolean, "Whether calls without a reported cost are priced by the price table."),
  ]

  private static let httpKeys: [ConfigurationKey<EngineConfiguration>] = [
    .init(
      "http.host", \.http.host, .text("a name or address", upTo: 253),
      "The address to listen on; 0.0.0.0 for all, which lets in whoever reaches the machine."),
    .init("http.port", \.http.port, .integer(in: 0...65_535), "The port to listen on; 0 for any that is free."),
    .init(
      "http.max_body_bytes", \.http.maxBodyBytes, .bytes(in: .kibibytes(1) ... .gibibytes(1)),
      "The largest body of a request, as sent and unpacked; larger ones are refused with 413."),
    .init(
      "http.max_connections", \.http.maxConnections, .integer(in: 1...65_536),
      "Connections at one time; more are refused."),
    .init(
      "http.header_timeout", \.http.headerTimeout, .duration(in: .seconds(1) ... .minutes(5)),
      "How long the head of a request may take."),
    .init(
      "http.read_timeout", \.http.readTimeout, .duration(in: .seconds(1) ... .hours(1)),
      "How long a whole request may take to come in."),
    .init(
      "http.idle_timeout", \.http.idleTimeout, .duration(in: .seconds(1) ... .hours(1)),
      "How long a connection may stay open between two requests."),
  ]

  private static let drainKeys: [ConfigurationKey<EngineConfiguration>] = [
    .init(
      "drain.delay", \.drain.delay, .duration(in: .zero ... .minutes(5)),
      "How long the engine takes requests after it has said that it isn't ready, so that a load balancer can see it."),
    .init(
      "drain.timeout", \.drain.timeout, .duration(in: .seconds(1) ... .minutes(10)),
      "How long stopping may take in all; what is left then is read from the journal at the next start."),
  ]

  private static let journalKeys: [ConfigurationKey<EngineConfiguration>] = [
    .init(
      "journal.max_bytes", \.journal.maxBytes, .bytes(in: .mebibytes(16) ... .gibibytes(16_384)),
      "How much disk the journal may take; when it is full, events are refused with 503 until some is freed."),
    .init(
      "journal.segment_bytes", \.journal.segmentBytes, .bytes(in: .mebibytes(1) ... .gibibytes(4)),
      "The size at which a new file of the journal is begun; disk is freed in files."),
  ]

  private static let alertKeys: [ConfigurationKey<EngineConfiguration>] = [
    .init(
      "alerts.retention", \.alerts.retention, .duration(in: .hours(1) ... .days(3_650)),
      "How long transitions of alerts can be queried."),
    .init(
      "alerts.max_bytes", \.alerts.maxBytes, .bytes(in: .mebibytes(1) ... .gibibytes(1_024)), isActive: false,
      "How much disk the alert log may take; the oldest transitions go first."),
    .init(
      "alerts.output", \.alerts.output, .alertOutput,
      "Where transitions are written as NDJSON, besides the alert log."),
  ]

  private static let limitKeys: [ConfigurationKey<EngineConfiguration>] = [
    .init(
      "limits.queue_bytes", \.limits.queueBytes, .bytes(in: .mebibytes(1) ... .gibibytes(64)),
      "How much may wait to be judged; when it is reached, events are refused with 503 and Retry-After."),
    .init(
      "limits.rate_per_client", \.limits.ratePerClient, .integer(in: 0...10_000_000),
      "Events a second that one client may send before it gets 429; 0 for no limit."),
    .init(
      "limits.max_groups", \.limits.maxGroups, .integer(in: 1...1_000_000),
      "Groups of a rule that says nothing of its own; those beyond share one. The flag --max-groups comes before it."),
    .init(
      "limits.window_bytes", \.limits.windowBytes, .bytes(in: .mebibytes(1) ... .gibibytes(1_024)),
      "How much memory windows may take; groups that come when it is reached share one."),
  ]

  private static let logKeys: [ConfigurationKey<EngineConfiguration>] = [
    .init("log.level", \.log.level, .choice, "The least important messages that are written."),
    .init("log.format", \.log.format, .choice, "Messages as JSON, one a line, or as text for people."),
  ]

  private static let ingestionKeys: [ConfigurationKey<EngineConfiguration>] = [
    .init(
      "ingestion.otlp.grpc_port", \.ingestion.otlp.grpcPort, .integer(in: 0...65_535), isActive: false,
      "The port for OTLP over gRPC; 0 for any that is free."),
    .init(
      "ingestion.otlp.http_port", \.ingestion.otlp.httpPort, .integer(in: 0...65_535), isActive: false,
      "The port for OTLP over HTTP; 0 for any that is free."),
    .init(
      "ingestion.kafka.enabled", \.ingestion.kafka.enabled, .boolean, isActive: false,
      "Whether events are read from Kafka."),
  ]

  private static let storageKeys: [ConfigurationKey<EngineConfiguration>] = [
    .init(
      "storage.prometheus.url", \.storage.prometheus.url, .optional(.url("http", "https")), isActive: false,
      "The Prometheus that time series come from and go to."),
    .init(
      "storage.redis.url", \.storage.redis.url, .optional(.url("redis", "rediss")), isActive: false,
      "The Redis that engines share their state in."),
  ]

  private static let detectionKeys: [ConfigurationKey<EngineConfiguration>] = [
    .init(
      "detection.drift.enabled", \.detection.drift.enabled, .boolean, isActive: false, "Whether drift is looked for."),
    .init(
      "detection.drift.check_interval", \.detection.drift.checkInterval, .duration(in: .seconds(1) ... .days(7)),
      isActive: false, "How often drift is looked for."),
    .init(
      "detection.hallucination.enabled", \.detection.hallucination.enabled, .boolean, isActive: false,
      "Whether hallucinations are looked for."),
    .init(
      "detection.hallucination.llm_judge.provider", \.detection.hallucination.llmJudge.provider, .choice,
      isActive: false, "Whose model judges answers."),
    .init(
      "detection.hallucination.llm_judge.api_key", \.detection.hallucination.llmJudge.apiKey, .optional(.secret),
      isActive: false, "The key of that provider's API."),
    .init(
      "detection.security.enabled", \.detection.security.enabled, .boolean, isActive: false,
      "Whether attacks and leaks are looked for."),
  ]
}
