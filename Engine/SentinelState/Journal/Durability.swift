/// What has happened to a record when it is acknowledged.
package enum Durability: String, Sendable, CaseIterable {
  /// It is on the disk: it survives a power cut. One `fdatasync` for all records that wait.
  case fsync
  /// The operating system has it: it survives the end of the process, however sudden, but not a power cut.
  case os
  /// It waits in memory: nothing survives. Records are written behind, and those that can't be are lost and counted.
  case none
}
