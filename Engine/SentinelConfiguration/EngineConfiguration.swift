package import SentinelDiagnostics
package import SentinelPlugin
package import SentinelModel

/// What a configuration file says about the engine, with everything that was found in the file. Without a file the
/// defaults hold: those of this declaration, which the reference page and the messages show.
package struct EngineConfiguration: Sendable {
  /// How engines work together.
  package enum Mode: String, CaseIterable, Sendable {
    case standalone
  }

  /// What a reload does when a rule file has errors.
  package enum BadFilePolicy: String, CaseIterable, Sendable {
    /// Nothing changes.
    case refuse
    /// The rules of that file stay as they were, with their state; the other files change.
    case isolate
  }

  /// What has happened to events when they are acknowledged.
  package enum Durability: String, CaseIterable, Sendable {
    /// They outlast a power cut.
    case fsync
    /// They outlast the process, not the machine.
    case os
    /// They are in memory alone.
    case none
  }

  /// As the user gave it; nil without a file.
  package var path: String?
  package var mode = Mode.standalone
  package var http = HTTPConfiguration()
  /// Files and directories.
  package var rules: [String] = []
  package var dataDirectory = "data"
  /// How long after an instant it is judged.
  package var lateness = TimeSpan.seconds(5)
  package var drain = DrainConfiguration()
  package var onBadFile = BadFilePolicy.refuse
  package var watch = false
  package var durability = Durability.fsync
  package var journal = JournalConfiguration()
  package var alerts = AlertsConfiguration()
  package var limits = LimitsConfiguration()
  /// Whether calls without a reported cost are priced by the price table.
  package var prices = true
  package var log = LogConfiguration()
  package var ingestion = IngestionConfiguration()
  package var storage = StorageConfiguration()
  package var detection = DetectionConfiguration()
  package var alerting = AlertingConfiguration()
  /// Options of detectors by their type.
  package var detectors: [String: DetectorOptions] = [:]

  /// The paths of the keys that the file gives, in its order: `http.port`.
  package var given: [String] = []
  /// Those of them that belong to features still to come: validated, and without effect.
  package var inactive: [String] = []
  package var diagnostics = Diagnostics()

  package init(path: String? = nil, diagnostics: Diagnostics = Diagnostics()) {
    self.path = path
    self.diagnostics = diagnostics
  }

  /// Rule files and directories as seen from the working directory.
  package var rulePaths: [String] { rules.map(located) }

  /// The data directory as seen from the working directory, where the default stands.
  package var dataDirectoryPath: String { given.contains("data_dir") ? located(dataDirectory) : dataDirectory }

  /// The file for transitions as seen from the working directory.
  package var alertOutputPath: String? { if case .file(let path) = alerts.output { located(path) } else { nil } }

  /// A path of the configuration as seen from the working directory: relative ones start where the file stands.
  package func located(_ relative: String) -> String {
    guard !relative.hasPrefix("/"), let slash = path?.lastIndex(of: "/"), let path else { return relative }
    return path[...slash] + relative
  }
}
