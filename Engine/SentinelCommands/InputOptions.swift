import ArgumentParser
import SentinelIngest

/// Which events a command reads.
struct InputOptions: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Files of events: NDJSON, JSON or .csv, also with gzip; '-' is standard input.", valueName: "file"))
  var input: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Columns of CSV files: FIELD=COLUMN, label:NAME=COLUMN or metric:NAME=COLUMN.", valueName: "mapping"))
  var map: [String] = []

  @Option(
    help: ArgumentHelp("How many events to hold for inputs that are not in the order of time.", valueName: "events"))
  var reorderBuffer = ReplaySettings().reorderBuffer

  func validate() throws {
    if reorderBuffer < 1 { throw ValidationError("--reorder-buffer must be at least 1") }
    if input.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read only once") }
    _ = try mapping
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
    return settings
  }

  /// - Throws: for a file that doesn't exist.
  func requireFiles() throws(MissingPath) {
    for path in input where path != "-" && FileSystem.kind(of: path) == nil { throw MissingPath(path: path) }
  }
}
