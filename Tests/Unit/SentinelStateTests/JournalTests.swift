import Glibc
import SentinelState
import Synchronization
import Testing

@Suite("The journal")
struct JournalTests {
  private static func journal(
    _ files: SimulatedFileSystem = SimulatedFileSystem(), _ settings: JournalSettings = TestJournal.settings()
  ) throws -> Journal {
    try Journal(TestJournal.directory, settings: settings, files: files)
  }

  @Test("records of many threads come back whole, each thread's in its order", arguments: Durability.allCases)
  func concurrent(durability: Durability) async throws {
    let files = SimulatedFileSystem()
    let journal = try Self.journal(files, TestJournal.settings(segmentBytes: 5_000, durability: durability))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          var last: UInt64 = 0
          for index in 0..<50 {
            let sequence = try await journal.append([TestJournal.entry(task * 1_000 + index)])
            #expect(sequence > last)
            last = sequence
          }
        }
      }
      try await group.waitForAll()
    }
    journal.close()
    let records = Array(journal.records())
    #expect(records.map(\.sequence) == Array(1...400))
    for task in 0..<8 {
      let own = records.compactMap(TestJournal.number).filter { $0 / 1_000 == task }
      #expect(own == (0..<50).map { task * 1_000 + $0 })
    }
    #expect(journal.status.waitingBytes == 0)
  }

  @Test("what is acknowledged survives a power cut with fsync, and the end of the process with os")
  func durabilities() throws {
    for durability in [Durability.fsync, .os] {
      let files = SimulatedFileSystem()
      let journal = try Self.journal(files, TestJournal.settings(durability: durability))
      for number in 0..<20 { try journal.appendAndWait([TestJournal.entry(number)]) }
      let disk = durability == .fsync ? files.afterPowerCut(seed: 3) : files.afterRestart()
      let again = try Self.journal(SimulatedFileSystem(disk))
      #expect(again.records().compactMap(TestJournal.number) == Array(0..<20))
    }
  }

  @Test("entries that wait while the disk works are written in one go")
  func groups() throws {
    let journal = try Self.journal()
    let waiting = Mutex(0)
    let (isHeld, gate) = (Gate(), Gate())
    // The first one's completion holds the writer until all others wait.
    try journal.append([TestJournal.entry(0)]) { _ in
      isHeld.open()
      gate.wait()
    }
    isHeld.wait()
    for number in 1...9 {
      try journal.append([TestJournal.entry(number)]) { _ in waiting.withLock { $0 += 1 } }
    }
    gate.open()
    journal.close()
    #expect(waiting.withLock { $0 } == 9)
    #expect(journal.status.recordsWritten == 10)
    #expect(journal.status.groupsWritten == 2)
  }

  @Test("more than may wait is refused at once, and taken again later")
  func full() throws {
    var settings = TestJournal.settings()
    settings.waitingBytes = 100
    let journal = try Self.journal(SimulatedFileSystem(), settings)
    let gate = Gate()
    try journal.append([TestJournal.entry(0)]) { _ in gate.wait() }
    #expect(throws: JournalFailure.self) {
      for number in 1...3 { try journal.append([TestJournal.entry(number)]) { _ in } }
    }
    #expect(JournalFailure.full(waitingBytes: 1, limit: 1).isRetryable)
    gate.open()
    while journal.status.waitingBytes > 0 { sched_yield() }
    try journal.appendAndWait([TestJournal.entry(9)])
    #expect(journal.status.appendsRefused == 1)
  }

  @Test("a record that no reader would take is refused for good")
  func tooLong() throws {
    var settings = TestJournal.settings()
    settings.recordBytes = 100
    let journal = try Self.journal(SimulatedFileSystem(), settings)
    let failure = JournalFailure.recordTooLong(bytes: 101, limit: 100)
    #expect(throws: failure) { try journal.appendAndWait([TestJournal.entry(0, length: 101)]) }
    #expect(!failure.isRetryable)
  }

  @Test("a journal at its limit refuses, goes on reading, and goes on writing after a release")
  func limit() throws {
    var settings = TestJournal.settings(segmentBytes: 200)
    settings.maximumBytes = 1_000
    let journal = try Self.journal(SimulatedFileSystem(), settings)
    var written = 0
    var failure: JournalFailure?
    while failure == nil, written < 100 {
      do throws(JournalFailure) {
        try journal.appendAndWait([TestJournal.entry(written)])
        written += 1
      } catch { failure = error }
    }
    #expect(failure?.isRetryable == true)
    #expect(journal.status.failure == failure)
    #expect(journal.status.diskBytes <= 1_000)
    #expect(journal.records().compactMap(TestJournal.number) == Array(0..<written))
    try journal.releaseAndWait(before: UInt64(written))
    try journal.appendAndWait([TestJournal.entry(written)])
    #expect(journal.status.failure == nil)
    #expect(journal.records().compactMap(TestJournal.number).last == written)
  }

  @Test("a disk without room refuses, and is written again once it has some")
  func noSpace() throws {
    let files = SimulatedFileSystem()
    let journal = try Self.journal(files)
    try journal.appendAndWait([TestJournal.entry(0)])
    files.disk.withLock { $0.capacity = 120 }
    #expect(throws: JournalFailure.self) { try journal.appendAndWait([TestJournal.entry(1)]) }
    #expect(journal.status.failure?.isRetryable == true)
    files.disk.withLock { $0.capacity = .max }
    try journal.appendAndWait([TestJournal.entry(2)])
    #expect(journal.records().compactMap(TestJournal.number) == [0, 2])
    let again = try Self.journal(SimulatedFileSystem(files.afterPowerCut(seed: 1)))
    #expect(again.records().compactMap(TestJournal.number) == [0, 2])
    #expect(again.recovery.isComplete)
  }

  @Test("releasing everything keeps the place in the sequence")
  func releaseAll() throws {
    let files = SimulatedFileSystem()
    let journal = try Self.journal(files)
    for number in 0..<30 { try journal.appendAndWait([TestJournal.entry(number)]) }
    try journal.releaseAndWait(before: 31)
    #expect(Array(journal.records()).isEmpty)
    journal.close()
    let again = try Self.journal(SimulatedFileSystem(files.afterPowerCut(seed: 2)))
    #expect(try again.appendAndWait([TestJournal.entry(30)]) == 31)
  }

  @Test("tasks release without holding a thread")
  func releaseInTask() async throws {
    let journal = try Self.journal()
    for number in 0..<20 { try await journal.append([TestJournal.entry(number)]) }
    try await journal.release(before: 21)
    #expect(Array(journal.records()).isEmpty)
    #expect(journal.status.segments == 0)
  }

  @Test("a reader ends where it was made, and starts where it is told")
  func reading() throws {
    let journal = try Self.journal()
    for number in 0..<20 { try journal.appendAndWait([TestJournal.entry(number)]) }
    let reader = journal.records(from: 15)
    try journal.appendAndWait([TestJournal.entry(20)])
    #expect(reader.map(\.sequence) == Array(15...20))
  }

  @Test("a segment that is released under a reader is passed over and counted")
  func releasedUnderReader() throws {
    let journal = try Self.journal()
    for number in 0..<20 { try journal.appendAndWait([TestJournal.entry(number)]) }
    var reader = journal.records()
    try journal.releaseAndWait(before: 15)
    var sequences: [UInt64] = []
    while let record = reader.next() { sequences.append(record.sequence) }
    #expect(sequences.last == 20)
    #expect(reader.unreadSegments > 0)
  }

  @Test("after the end everything is refused, and what waited is there")
  func closing() throws {
    let journal = try Self.journal()
    try journal.append([TestJournal.entry(0)]) { _ in }
    journal.close()
    journal.close()
    #expect(throws: JournalFailure.closed) { try journal.appendAndWait([TestJournal.entry(1)]) }
    #expect(throws: JournalFailure.closed) { try journal.releaseAndWait(before: 1) }
    #expect(journal.records().compactMap(TestJournal.number) == [0])
  }

  @Test("a journal let go by its own completion ends without waiting for itself")
  func letGoInCompletion() throws {
    let gate = Gate()
    let holder = Mutex<Journal?>(try Self.journal())
    try holder.withLock { try $0?.append([TestJournal.entry(0)]) { _ in gate.open() } }
    gate.wait()
    holder.withLock { $0 = nil }
  }

  @Test("with no durability a failure loses what was acknowledged, and the gap tells so")
  func lostWithoutDurability() throws {
    let files = SimulatedFileSystem()
    let journal = try Self.journal(files, TestJournal.settings(durability: .none))
    try journal.appendAndWait([TestJournal.entry(0)])
    while journal.status.waitingBytes > 0 { sched_yield() }
    files.disk.withLock { $0.capacity = 0 }
    #expect(try journal.appendAndWait([TestJournal.entry(1)]) == 2)
    while journal.status.waitingBytes > 0 { sched_yield() }
    files.disk.withLock { $0.capacity = .max }
    #expect(try journal.appendAndWait([TestJournal.entry(2)]) == 3)
    journal.close()
    #expect(journal.status.appendsFailed == 1)
    #expect(try Self.journal(SimulatedFileSystem(files.afterRestart())).recovery.lost == [2..<3])
  }

  @Test("the machine's own disk keeps a journal")
  func realDisk() throws {
    let directory = try TemporaryDirectory()
    for round in 0..<3 {
      let journal = try Journal(directory.path + "/journal", settings: TestJournal.settings())
      #expect(journal.records().compactMap(TestJournal.number) == Array(0..<round * 20))
      for number in 0..<20 { try journal.appendAndWait([TestJournal.entry(round * 20 + number)]) }
      #expect(journal.recovery.isComplete)
    }
  }
}
