import SentinelModel
import SentinelRuntime

/// The service as it is at one moment.
struct ServiceStatus {
  let partition: PartitionStatus
  let generation: Generation
  let pending: Int
  let firing: Int
  let lastReloadSucceeded: Bool
  let diskDiffers: Bool
  let queueBytes: Int
  let queueLimit: Int
  /// Unix time.
  let startSeconds: Double
  let version: String
}
