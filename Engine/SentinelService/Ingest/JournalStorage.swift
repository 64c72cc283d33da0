import SentinelConfiguration
import SentinelModel
import SentinelRuntime
import SentinelState

/// The data directory and the journal in it, held for as long as the service runs.
struct JournalStorage: Sendable {
  let journal: Journal
  private let directory: DataDirectory

  /// nil where nothing is to outlast the process.
  ///
  /// - Throws: where the directory can't be used, is held by another process, or is of a later version.
  init?(_ configuration: EngineConfiguration) throws(ServiceFailure) {
    let durability: Durability
    switch configuration.durability {
    case .fsync: durability = .fsync
    case .os: durability = .os
    case .none: return nil
    }
    do throws(DataDirectoryFailure) { directory = try DataDirectory(configuration.dataDirectoryPath) } catch {
      throw .storage(error.description)
    }
    var settings = JournalSettings(salt: EngineRandom.system.next())
    settings.durability = durability
    settings.maximumBytes = configuration.journal.maxBytes.bytes
    settings.segmentBytes = configuration.journal.segmentBytes.bytes
    do throws(JournalFailure) { journal = try Journal(directory.journalPath, settings: settings) } catch {
      throw .storage(error.description)
    }
  }

  func close() { journal.close() }
}
