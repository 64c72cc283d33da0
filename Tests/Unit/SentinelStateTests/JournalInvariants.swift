import SentinelState
import Testing

/// What must hold of a journal after a stop of any kind.
enum JournalInvariants {
  /// Opens the journal that a run has left on `disk` and compares.
  static func check(_ run: JournalRun, on disk: SimulatedDisk, _ note: @autoclosure () -> String) {
    let files = SimulatedFileSystem(disk)
    guard let log = try? TestJournal.open(files, needed: run.released) else {
      Issue.record("recovery failed: \(note())")
      return
    }
    let records = TestJournal.records(log, files, from: run.released)
    checkRecords(run, records, note())
    checkNext(log, files, records, note())
  }

  private static func checkRecords(_ run: JournalRun, _ records: [JournalRecord], _ note: String) {
    let sequences = records.map(\.sequence)
    #expect(zip(sequences, sequences.dropFirst()).allSatisfy { $0 < $1 }, "sequences rise: \(note)")
    let numbers = records.compactMap(TestJournal.number)
    #expect(Set(numbers).count == records.count, "nothing is there twice: \(note)")
    #expect(run.submitted.isSuperset(of: numbers), "nothing is there that nobody wrote: \(note)")
    let found = Dictionary(uniqueKeysWithValues: records.map { ($0.sequence, TestJournal.number($0)) })
    let lost = run.acknowledged.filter { $0.key >= run.released && found[$0.key] != $0.value }
    #expect(lost.isEmpty, "acknowledged records are lost: \(note)")
  }

  /// The journal goes on, and the next start finds it in order.
  private static func checkNext(
    _ log: SegmentLog, _ files: SimulatedFileSystem, _ records: [JournalRecord], _ note: String
  ) {
    let sequence = log.next
    #expect(sequence > records.last?.sequence ?? 0, "sequences go on: \(note)")
    guard (try? log.commit([TestJournal.entry(1_000_000)], first: sequence)) != nil else {
      Issue.record("nothing can be appended: \(note)")
      return
    }
    let again = SimulatedFileSystem(files.afterPowerCut(seed: 1))
    guard let second = try? TestJournal.open(again, needed: records.first?.sequence ?? sequence) else {
      Issue.record("the second recovery failed: \(note)")
      return
    }
    let all = TestJournal.records(second, again, from: records.first?.sequence ?? sequence)
    #expect(all.dropLast() == records[...], "the second recovery finds the same: \(note)")
    #expect(all.last?.sequence == sequence, "and what came since: \(note)")
    // Remains of what was refused may come to light only now, if the disk said of their removal that all was well.
    #expect(second.recovery.lostBytes == 0, "and has lost nothing: \(note)")
  }
}
