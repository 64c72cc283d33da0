/// Measures what the README claims: CPU time on one core, printed with the figure aimed for and the ratio of the two.
///
/// `sentinel-benchmarks [panes|rules|check|ingest|journal]…` runs some, without arguments all.
@main
struct Benchmarks {
  static func main() {
    let all: [(name: String, run: () -> Void)] = [
      ("panes", PaneBenchmark.run), ("rules", RuleBenchmark.run), ("check", CheckBenchmark.run),
      ("ingest", IngestBenchmark.run), ("journal", JournalBenchmark.run),
    ]
    let chosen = CommandLine.arguments.dropFirst()
    for benchmark in all where chosen.isEmpty || chosen.contains(benchmark.name) { benchmark.run() }
  }
}
