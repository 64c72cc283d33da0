import SentinelTestKit
import SentinelState

/// A scripted run of a journal over a simulated disk: appends in groups, tries again what was refused, releases, opens
/// anew. It ends early where the power goes.
struct JournalRun {
  /// Numbers of entries that were acknowledged, by their sequence.
  private(set) var acknowledged: [UInt64: Int] = [:]
  /// Records below this may have been deleted.
  private(set) var released: UInt64 = 1
  /// Numbers of all entries that were handed in.
  private(set) var submitted: Set<Int> = []
  private(set) var failures = 0
  private var refused: [Int] = []
  private var random: SeededRandom
  private var log: SegmentLog?
  private let files: SimulatedFileSystem
  private let settings: JournalSettings

  init(_ files: SimulatedFileSystem, settings: JournalSettings = TestJournal.settings(), seed: UInt64) {
    self.files = files
    self.settings = settings
    random = SeededRandom(seed: seed)
  }

  /// - Parameter steps: groups that are appended; now and then the journal is released or opened again.
  mutating func run(steps: Int) {
    for step in 0..<steps {
      if log == nil || step % 17 == 16 { log = try? TestJournal.open(files, settings: settings, needed: released) }
      guard let log else { continue }
      append(to: log)
      if step % 11 == 10, let sequence = acknowledged.keys.max() {
        released = max(released, sequence - min(sequence, UInt64.random(in: 0...6, using: &random)))
        log.release(before: released)
      }
    }
  }

  private mutating func append(to log: SegmentLog) {
    let count = Int.random(in: 1...3, using: &random)
    let fresh = (0..<count).map { submitted.count + $0 }
    // What was refused comes again in any order, so that a record can meet its own remains in another place.
    let group = (refused + fresh).shuffled(using: &random)
    submitted.formUnion(fresh)
    let entries = group.map { TestJournal.entry($0, length: 20 + $0 % 2 * 50) }
    let first = log.next
    do throws(JournalFailure) {
      try log.commit(entries, first: first)
      for (index, number) in group.enumerated() { acknowledged[first + UInt64(index)] = number }
      refused = []
    } catch {
      failures += 1
      refused = group
    }
  }
}
