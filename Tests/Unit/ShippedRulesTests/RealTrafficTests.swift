import Foundation
import QuickStartTraffic
import Testing

@Suite("Shipped rules on traffic")
struct RealTrafficTests {
  private static let traffic = Repository.path("Examples/QuickStart/traffic.ndjson.gz")

  @Test("the QuickStart traffic is what the generator writes")
  func generator() throws {
    let gunzip = Process()
    let pipe = Pipe()
    gunzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
    gunzip.arguments = ["-dc", Self.traffic]
    gunzip.standardOutput = pipe
    try gunzip.run()
    let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
    gunzip.waitUntilExit()
    let lines = QuickStartTraffic.lines()
    // One comparison: a difference would otherwise print megabytes.
    let isEqual = bytes == Data((lines.joined(separator: "\n") + "\n").utf8)
    #expect(isEqual && lines.count == 6_775)
  }

  @Test("the generator writes other traffic from another seed")
  func seeds() {
    #expect(QuickStartTraffic.lines(seed: 1) == QuickStartTraffic.lines(seed: 1))
    #expect(QuickStartTraffic.lines(seed: 1) != QuickStartTraffic.lines(seed: 2))
  }

  @Test("the four incidents of the QuickStart hour are found with a handful of alerts and none besides")
  func quickStart() throws {
    let replay = try ScoredReplay([
      "--input", Self.traffic, "--labels", Repository.path("Examples/QuickStart/incidents.json"), "--warmup", "10m",
    ])
    #expect(replay.figure("found") == "4")
    #expect(replay.figure("false alerts") == "0")
    #expect(
      replay.alerts.sorted() == [
        "error_ratio", "error_ratio", "generation_slowdown", "output_surge", "rate_limited", "runaway_tenant",
        "slow_first_token", "traffic_spike",
      ])
  }

  /// Log, its incidents, and the alerts that the page on real traffic speaks of.
  private static let logs: [(log: String, incidents: String, alerts: Int)] = [
    ("control_1", "0", 0), ("control_2", "0", 0), ("cost", "4", 7), ("errors_rate", "4", 5), ("latency", "4", 10),
    ("mixed", "5", 7),
  ]

  @Test(
    "labelled logs: every incident is found, nothing else, with no more alerts than the documentation says",
    .enabled(if: Repository.hasDatasets, Repository.datasetsMissing), arguments: logs)
  func labelledLogs(log: String, incidents: String, alerts: Int) throws {
    let folder = Repository.path("../shared/datasets/llm_anomaly")
    let replay = try ScoredReplay([
      "--input", "\(folder)/dev_\(log).csv", "--map", "duration_ms=latency_ms", "--map", "status_code=status",
      "--labels", "\(folder)/labels.json",
    ])
    #expect(replay.figure("found") == incidents)
    #expect(replay.figure("false alerts") == "0")
    #expect(replay.alerts.count <= alerts)
  }

  @Test(
    "real traces: the one alert is that the price table lacks their model",
    .enabled(if: Repository.hasDatasets, Repository.datasetsMissing), arguments: ["azure_2023_conv", "azure_2023_code"])
  func realTraces(name: String) throws {
    let replay = try ScoredReplay([
      "--input", Repository.path("../shared/datasets/llm_traces/\(name).csv"), "--map", "service=log_type",
    ])
    #expect(replay.alerts == ["unpriced_traffic"])
  }
}
