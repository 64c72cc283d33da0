package import SentinelModel
package import SentinelPlugin

/// What a partition holds and has counted.
package struct PartitionStatus: Sendable {
  /// All instants up to it have been judged.
  package let horizon: Timestamp
  package let waitingRows: Int
  /// Of texts and labels.
  package let waitingBytes: Int
  package let lateCount: Int
  package let windowBytes: Int
  /// What detectors could not measure.
  package let tallies: TallyTable
}
