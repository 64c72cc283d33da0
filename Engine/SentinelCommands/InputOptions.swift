import ArgumentParser
import SentinelIngest

/// Which events a command reads.
struct InputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case auto
    case ndjson
    case csv
  }

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Files of events: NDJSON, JSON or .csv, also with gzip; '-' is standard input.", valueName: "file"),
    completion: .file())
  var input: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      How to read all inputs: ndjson (JSON objects and arrays too), csv, or auto, which takes names that end in .csv \
      or .csv.gz for CSV and all else for JSON.
      """, valueName: "format"))
  var inputFormat = Format.auto

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Columns of CSV files: FIELD=COLUMN, label:NAME=COLUMN or metric:NAME=COLUMN.", valueName: "mapping"))
  var map: [String] = []

  @Option(
    help: ArgumentHelp(
      "How many events of each input to hold, to bring late ones into the order of time.", valueName: "events"))
  var reorderBuffer = ReplaySettings().reorderBuffer

  func validate() throws {
    if reorderBuffer < 1 { throw ValidationError("--reorder-buffer must be at least 1") }
    if input.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read only once") }
    _ = try mapping
    guard !map.isEmpty, !input.isEmpty, !input.contains(where: isCSV) else { return }
    throw ValidationError(
      "--map is for CSV, and no input is read so: name a file .csv or .csv.gz, or add --input-format csv")
  }

  private func isCSV(_ path: String) -> Bool { (format ?? SentinelIngest.InputFormat(path: path)) == .csv }

  /// nil goes by the names of the files.
  private var format: SentinelIngest.InputFormat? {
    switch inputFormat {
    case .auto: nil
    case .ndjson: .json
    case .csv: .csv
    }
  }

  var mapping: CSVMapping {
    get throws {
      do throws(CSVMapping.Fault) { return try CSVMapping.parse(map) } catch {
        throw ValidationError("--map: " + error.messages.joined(separator: "; "))
      }
    }
  }

  var settings: ReplaySettings {
    var settings = ReplaySettings()
    settings.reorderBuffer = reorderBuffer
    settings.format = format
    return settings
  }

  /// - Throws: for a file that doesn't exist.
  func requireFiles() throws(MissingPath) {
    for path in input where path != "-" && FileSystem.kind(of: path) == nil { throw MissingPath(path: path) }
  }
}
