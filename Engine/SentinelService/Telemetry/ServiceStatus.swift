import SentinelModel
import SentinelRuntime
import SentinelState

/// The service as it is at one moment.
struct ServiceStatus {
  let partition: PartitionStatus
  let generation: Generation
  let pending: Int
  let firing: Int
  let lastReloadSucceeded: Bool
  let diskDiffers: Bool
  /// nil where nothing is to outlast the process.
  let journal: JournalStatus?
  let journalLimit: Int
  let queueBytes: Int
  let queueLimit: Int
  /// Unix time.
  let startSeconds: Double
  let version: String
}
