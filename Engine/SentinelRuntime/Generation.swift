package import SentinelModel

/// Which rules run, and since when: each replacement of the rule set is one more.
package struct Generation: Sendable {
  /// From 1.
  package let number: Int
  /// Of the files that the rules were read from: equal files have equal ones.
  package let digest: String
  package let files: [String]
  package let ruleCount: Int
  package let loadedAt: Timestamp
  /// What decoders must extract for it.
  package let layout: BatchLayout

  package init(
    number: Int, digest: String, files: [String], ruleCount: Int, loadedAt: Timestamp, layout: BatchLayout
  ) {
    (self.number, self.digest, self.files) = (number, digest, files)
    (self.ruleCount, self.loadedAt, self.layout) = (ruleCount, loadedAt, layout)
  }
}
