package import ArgumentParser
import Dispatch
import Glibc
package import SentinelCommands
import SentinelConfiguration
import SentinelDiagnostics

/// `sentinel run`
package struct RunCommand: EngineCommand {
  package static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run the engine as a service: take events over HTTP and judge them as they come.",
    discussion: """
      Without a configuration it listens on 127.0.0.1:8080 and runs the rules in ./Rules. SIGHUP, or POST /-/reload, \
      reads the rules anew; SIGTERM ends it in order. Logs go to standard error.
      """)

  @Option(
    help: ArgumentHelp("Configuration in YAML; 'sentinel configuration' lists its keys.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var config: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Rule files or directories; instead of those of the configuration.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var rules: [String] = []

  @Option(
    help: ArgumentHelp("Where the journal is kept (default: data).", valueName: "directory"), completion: .directory)
  var dataDir: String?

  @Option(help: ArgumentHelp("Where to listen (default: 127.0.0.1).", valueName: "address"))
  var httpHost: String?

  @Option(help: ArgumentHelp("The port; 0 takes a free one (default: 8080).", valueName: "port"))
  var httpPort: Int?

  @Option(help: ArgumentHelp("Groups of a rule that says nothing of its own (default: 10000).", valueName: "count"))
  var maxGroups: Int?

  @Flag(help: "Take no costs from the price table: only reported costs count.")
  var noPrices = false

  package init() {}

  package func validate() throws {
    if let httpPort, !(0...65_535).contains(httpPort) { throw ValidationError("--http-port is a number in 0…65535") }
    if let maxGroups, !(1...1_000_000).contains(maxGroups) {
      throw ValidationError("--max-groups is a number in 1…1000000")
    }
  }

  package func run(in context: CommandContext) throws -> ExitStatus {
    // Until the service traps it: a start reads the rules anyway.
    signal(SIGHUP, SIG_IGN)
    if let config, FileSystem.kind(of: config) == nil { throw MissingPath(path: config) }
    let file = config.map {
      ServiceConfiguration(path: $0, registry: context.registry, environment: context.environment)
    }
    let configuration = overridden(file?.read() ?? EngineConfiguration())
    let report = DiagnosticReport(context.messageConsole)
    context.messages.write(report.text(configuration.diagnostics))
    guard !configuration.diagnostics.hasErrors else { return .faultyInput }
    let files = RuleFiles(
      paths: try rulePaths(configuration), registry: context.registry, maxGroups: configuration.limits.maxGroups,
      onBadFile: configuration.onBadFile)
    let (source, diagnostics) = try files.load()
    context.messages.write(report.text(diagnostics))
    guard let source else { return .faultyInput }
    let runner = ServiceRunner(
      configuration: configuration, file: file, files: files, source: source, registry: context.registry)
    return Self.wait {
      try await runner.run()
    } failed: {
      context.messages.writeLine("Error: \($0)")
    }
  }

  /// What the command line says goes before the file.
  private func overridden(_ configuration: EngineConfiguration) -> EngineConfiguration {
    var configuration = configuration
    if let httpHost { configuration.http.host = httpHost }
    if let httpPort { configuration.http.port = httpPort }
    if let dataDir {
      configuration.dataDirectory = dataDir
      // Seen from here, not from where the file stands.
      configuration.given.removeAll { $0 == "data_dir" }
    }
    if let maxGroups { configuration.limits.maxGroups = maxGroups }
    if noPrices { configuration.prices = false }
    return configuration
  }

  private func rulePaths(_ configuration: EngineConfiguration) throws -> [String] {
    if !rules.isEmpty { return rules }
    if !configuration.rulePaths.isEmpty { return configuration.rulePaths }
    guard FileSystem.kind(of: "Rules") == .directory else {
      throw ValidationError("there are no rules: name them with --rules, or under 'rules' in the configuration")
    }
    return ["Rules"]
  }

  /// Runs `body` to its end on the pool of threads, while this one waits.
  private static func wait(
    _ body: @escaping @Sendable () async throws -> Void, failed: (String) -> Void
  ) -> ExitStatus {
    let done = DispatchSemaphore(value: 0)
    let failure = FailureBox()
    Task {
      do { try await body() } catch { failure.set("\(error)") }
      done.signal()
    }
    done.wait()
    guard let text = failure.text else { return .done }
    failed(text)
    return .faultyInput
  }
}
