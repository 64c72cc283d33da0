import SentinelState
import SentinelTestKit
import Testing

@Suite("A damaged journal")
struct DamageTests {
  /// A journal of three segments with 4, 4 and 3 records.
  private static func disk() throws -> SimulatedDisk {
    let files = SimulatedFileSystem()
    var settings = TestJournal.settings()
    for (first, count) in [(0, 4), (4, 4), (8, 3)] {
      // Too small for two groups: each gets a segment.
      settings.segmentBytes = 100
      let log = try TestJournal.open(files, settings: settings)
      try log.commit((first..<first + count).map { TestJournal.entry($0) }, first: log.next)
    }
    return files.afterRestart()
  }

  private static let names = [1, 5, 9].map { "d/0000000000000000000\($0).log" }

  private struct Outcome {
    let recovery: JournalRecovery
    let numbers: [Int]
    let files: SimulatedFileSystem
    let next: UInt64
  }

  /// Opens, reads and appends; then opens again, which must find the same.
  private static func open(_ disk: SimulatedDisk, _ note: String) -> Outcome? {
    let files = SimulatedFileSystem(disk)
    guard let log = try? TestJournal.open(files) else {
      Issue.record("doesn't start: \(note)")
      return nil
    }
    let records = TestJournal.records(log, files)
    #expect(zip(records, records.dropFirst()).allSatisfy { $0.sequence < $1.sequence }, "\(note)")
    let next = log.next
    #expect((try? log.commit([TestJournal.entry(99)], first: next)) != nil, "nothing can be appended: \(note)")
    let again = SimulatedFileSystem(files.afterPowerCut(seed: 1))
    if let second = try? TestJournal.open(again) {
      #expect(second.recovery.files.isEmpty, "the second start has nothing to mend: \(note)")
      #expect(TestJournal.records(second, again).count == records.count + 1, "\(note)")
    } else {
      Issue.record("doesn't start again: \(note)")
    }
    return Outcome(recovery: log.recovery, numbers: records.compactMap(TestJournal.number), files: files, next: next)
  }

  @Test("a file that ends at any byte costs the records behind it and no others", arguments: 0..<3)
  func truncated(file: Int) throws {
    let whole = try Self.disk()
    let bytes = try #require(whole.bytes(Self.names[file]))
    for size in 0..<bytes.count {
      var disk = whole
      disk.put(Self.names[file], Array(bytes[..<size]))
      guard let outcome = Self.open(disk, "file \(file) cut at \(size)") else { continue }
      let kept = max(0, (size - 64) / 44)
      let lost = Set([0..<4, 4..<8, 8..<11][file].dropFirst(kept))
      #expect(outcome.numbers == (0..<11).filter { !lost.contains($0) }, "file \(file) cut at \(size)")
      // Of a journal that lost its end nobody can know what was there.
      if file < 2 { #expect(outcome.recovery.lostCount == UInt64(lost.count), "file \(file) cut at \(size)") }
    }
  }

  @Test("a flipped bit costs at most the record it is in", arguments: 0..<3)
  func flipped(file: Int) throws {
    let whole = try Self.disk()
    let bytes = try #require(whole.bytes(Self.names[file]))
    for bit in 0..<bytes.count * 8 {
      var disk = whole
      var changed = bytes
      changed[bit / 8] ^= 1 << (bit % 8)
      disk.put(Self.names[file], changed)
      guard let outcome = Self.open(disk, "file \(file), bit \(bit)") else { continue }
      var expected = Array(0..<11)
      if bit / 8 >= 64 { expected.remove(at: [0, 4, 8][file] + (bit / 8 - 64) / 44) }
      #expect(outcome.numbers == expected, "file \(file), bit \(bit)")
      let isLast = expected.last == 9
      #expect(outcome.recovery.lostCount == (bit / 8 < 64 || isLast ? outcome.recovery.lostCount : 1), "bit \(bit)")
      #expect(outcome.recovery.tornBytes + outcome.recovery.lostBytes == 44 * (11 - expected.count), "bit \(bit)")
    }
  }

  @Test("a missing segment is told by its sequences")
  func missing() throws {
    var disk = try Self.disk()
    disk.put(Self.names[1], nil)
    let outcome = try #require(Self.open(disk, "missing"))
    #expect(outcome.numbers == [0, 1, 2, 3, 8, 9, 10])
    #expect(outcome.recovery.lost == [5..<9])
    #expect(!outcome.recovery.isComplete)
  }

  @Test("what the caller doesn't need isn't lost")
  func needed() throws {
    var disk = try Self.disk()
    disk.put(Self.names[0], nil)
    let files = SimulatedFileSystem(disk)
    #expect(try TestJournal.open(files, needed: 5).recovery.isComplete)
    #expect(try TestJournal.open(files, needed: 1).recovery.lost == [1..<5])
  }

  @Test("after a snapshot that is newer than the journal, sequences go on behind the snapshot")
  func behindSnapshot() throws {
    let files = SimulatedFileSystem(try Self.disk())
    let log = try TestJournal.open(files, needed: 40)
    #expect(log.next == 40)
    #expect(log.recovery.isComplete)
    try log.commit([TestJournal.entry(50)], first: 40)
    #expect(TestJournal.records(log, files, from: 40).map(\.sequence) == [40])
  }

  @Test("garbage and empty files under a segment's name are put aside, and under other names left alone")
  func garbage() throws {
    var disk = try Self.disk()
    disk.put("d/00000000000000000003.log", [UInt8](repeating: 7, count: 500))
    disk.put("d/00000000000000000007.log", [])
    disk.put("d/00000000000000000012.log", [UInt8](repeating: 0, count: 90))
    disk.put("d/notes.txt", [1, 2, 3])
    disk.put("d/00000000000000000005.log.new", [1])
    let files = SimulatedFileSystem(disk)
    let log = try TestJournal.open(files)
    #expect(log.recovery.foreignFiles == 1)
    #expect(log.recovery.files.map(\.name).filter { $0.hasSuffix("3.log") || $0.hasSuffix("12.log") }.count == 2)
    let after = files.afterRestart()
    #expect(after.bytes("d/notes.txt") == [1, 2, 3])
    #expect(after.bytes("d/00000000000000000003.log.quarantined")?.count == 500)
    #expect(after.bytes("d/00000000000000000005.log.new") == nil)
    #expect(try SegmentLog("d", settings: TestJournal.settings(), needed: 1, files: files).next == 12)
  }

  @Test("a damaged segment is written anew, and kept as it was beside it")
  func repaired() throws {
    var disk = try Self.disk()
    var bytes = try #require(disk.bytes(Self.names[1]))
    bytes[64 + 44 + 30] ^= 1
    disk.put(Self.names[1], bytes)
    let outcome = try #require(Self.open(disk, "repaired"))
    let name = "00000000000000000005.log"
    #expect(outcome.recovery.files.map(\.name) == [name])
    #expect(outcome.recovery.files.map(\.outcome) == [.repaired(lostBytes: 44, quarantine: name + ".quarantined")])
    #expect(outcome.recovery.lost == [6..<7])
    #expect(outcome.files.afterRestart().bytes("d/" + name + ".quarantined") == bytes)
  }

  @Test("on a disk without room a damaged segment stays, and what can be read of it is read")
  func noRoomToRepair() throws {
    var disk = try Self.disk()
    var bytes = try #require(disk.bytes(Self.names[1]))
    bytes[64 + 44 + 30] ^= 1
    disk.put(Self.names[1], bytes)
    disk.capacity = 10
    let files = SimulatedFileSystem(disk)
    let log = try TestJournal.open(files)
    #expect(TestJournal.records(log, files).compactMap(TestJournal.number) == [0, 1, 2, 3, 4, 6, 7, 8, 9, 10])
    #expect(files.afterRestart().bytes(Self.names[1]) == bytes)
  }

  @Test("records behind damage are found, however far away they are, and long ones are whole")
  func farBehindDamage() throws {
    let files = SimulatedFileSystem()
    let log = try TestJournal.open(files, settings: TestJournal.settings(segmentBytes: 10 << 20))
    for number in 0..<5 { try log.commit([TestJournal.entry(number, length: 700_000)], first: log.next) }
    var disk = files.afterRestart()
    var bytes = try #require(disk.bytes(Self.names[0]))
    // The second record's header and most of the third record.
    bytes[64 + 700_024] ^= 1
    for place in 64 + 2 * 700_024..<64 + 2 * 700_024 + 600_000 { bytes[place] = 0x4E }
    disk.put(Self.names[0], bytes)
    let again = SimulatedFileSystem(disk)
    let found = try TestJournal.open(again)
    #expect(TestJournal.records(found, again).map(\.payload.count) == [700_000, 700_000, 700_000])
    #expect(found.recovery.lost == [2..<4])
    #expect(found.recovery.lostBytes == 2 * 700_024)
  }

  @Test("a record that a sender has hidden in a text is never told")
  func hiddenRecord() throws {
    let files = SimulatedFileSystem()
    var settings = TestJournal.settings(segmentBytes: 10 << 20)
    // The sender knows the form, and guesses that there is no salt.
    settings.salt = 0
    let forger = try TestJournal.open(files, settings: settings)
    for number in 0..<3 { try forger.commit([TestJournal.entry(number)], first: forger.next) }
    let forged = Array(try #require(files.afterRestart().bytes(Self.names[0]))[64...])
    for salt in [UInt64(0), 0x5EED] {
      let files = SimulatedFileSystem()
      settings.salt = salt
      let log = try TestJournal.open(files, settings: settings)
      try log.commit([JournalEntry(.batch, forged)], first: 1)
      var disk = files.afterRestart()
      var bytes = try #require(disk.bytes(Self.names[0]))
      bytes[64] ^= 1
      disk.put(Self.names[0], bytes)
      let again = SimulatedFileSystem(disk)
      let told = TestJournal.records(try TestJournal.open(again, settings: settings), again)
      #expect(told.count == (salt == 0 ? 3 : 0), "salt \(salt)")
    }
  }

  @Test("a file of a later version is refused, and nothing is touched")
  func laterVersion() throws {
    var disk = try Self.disk()
    // The header of version 2 that a later program would write.
    var copy = Array(try #require(disk.bytes(Self.names[1]))[..<32])
    copy[8] = 2
    let sum = (Array(copy[..<12]) + Array(copy[16...])).withUnsafeBytes(CRC32C.checksum)
    for byte in 0..<4 { copy[12 + byte] = UInt8(truncatingIfNeeded: sum >> (UInt32(byte) * 8)) }
    let later = copy + copy + [9, 9, 9]
    disk.put(Self.names[1], later)
    let torn = Array(try #require(disk.bytes(Self.names[2])).dropLast(3))
    disk.put(Self.names[2], torn)
    let files = SimulatedFileSystem(disk)
    #expect(throws: JournalFailure.newerVersion(path: Self.names[1], version: 2)) { try TestJournal.open(files) }
    #expect(files.afterRestart().bytes(Self.names[1]) == later)
    #expect(files.afterRestart().bytes(Self.names[2]) == torn)
  }

  @Test("any mixture of damage starts, and tells what is there", arguments: 0..<400)
  func mutations(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    var disk = try Self.disk()
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let name = Self.names[Int.random(in: 0..<3, using: &random)]
      guard let bytes = disk.bytes(name) else { continue }
      disk.put(name, Mutation.apply(to: bytes, &random))
    }
    let outcome = try #require(Self.open(disk, "seed \(seed)"))
    #expect(Set(outcome.numbers).isSubset(of: Set(0..<11)), "seed \(seed)")
    #expect(Set(outcome.numbers).count == outcome.numbers.count, "seed \(seed)")
    #expect(outcome.recovery.records == outcome.numbers.count, "seed \(seed)")
  }
}
