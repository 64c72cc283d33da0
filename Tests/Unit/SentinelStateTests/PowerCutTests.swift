import Glibc
import SentinelState
import SentinelTestKit
import Testing

@Suite("The journal on a disk that fails")
struct PowerCutTests {
  private static let steps = 40

  private static func run(_ files: SimulatedFileSystem, seed: UInt64 = 7, steps: Int = steps) -> JournalRun {
    var run = JournalRun(files, seed: seed)
    run.run(steps: steps)
    return run
  }

  private static let operations: Int = {
    let files = SimulatedFileSystem()
    _ = run(files)
    return files.operations
  }()

  @Test(
    "after a power cut at any operation all that was acknowledged is there, once", arguments: [UInt64(1), 2, 3])
  func everyOperation(seed: UInt64) {
    for operation in 0..<Self.operations {
      let files = SimulatedFileSystem(SimulatedDisk(seed: seed, faults: [operation: .powerCut]))
      let run = Self.run(files)
      let disk = files.afterPowerCut(seed: seed &* 1_000 &+ UInt64(operation))
      JournalInvariants.check(run, on: disk, "operation \(operation), seed \(seed)")
    }
  }

  @Test("a power cut soon after a failure costs nothing", arguments: [UInt64(21), 22, 23, 24, 25, 26])
  func cutAfterFailure(seed: UInt64) {
    for operation in 0..<60 {
      for distance in 1...8 {
        let faults: [Int: SimulatedFileSystem.Fault] = [operation: .failure(EIO), operation + distance: .powerCut]
        let files = SimulatedFileSystem(SimulatedDisk(seed: seed, faults: faults))
        let run = Self.run(files, seed: seed, steps: 14)
        let note = "operation \(operation), then \(distance) later, seed \(seed)"
        JournalInvariants.check(run, on: files.afterPowerCut(seed: seed &+ UInt64(distance)), note)
      }
    }
  }

  @Test("a power cut during the recovery from a power cut costs nothing", arguments: [UInt64(11), 12, 13])
  func cutDuringRecovery(seed: UInt64) {
    for operation in stride(from: Int(seed) % 3, to: Self.operations, by: 3) {
      let files = SimulatedFileSystem(SimulatedDisk(seed: seed, faults: [operation: .powerCut]))
      let run = Self.run(files)
      let broken = files.afterPowerCut(seed: seed)
      for second in 0..<12 {
        let recovering = SimulatedFileSystem(broken.withFault(.powerCut, after: second))
        _ = try? TestJournal.open(recovering, needed: run.released)
        let disk = recovering.afterPowerCut(seed: seed &+ UInt64(second))
        JournalInvariants.check(run, on: disk, "operations \(operation) and \(second), seed \(seed)")
      }
    }
  }

  @Test("an operation that fails costs nothing, whichever it is", arguments: [EIO, ENOSPC])
  func everyFailure(code: Int32) {
    for operation in 0..<Self.operations {
      for fault in [SimulatedFileSystem.Fault.failure(code), .short] {
        let files = SimulatedFileSystem(SimulatedDisk(seed: 5, faults: [operation: fault]))
        let run = Self.run(files)
        let note = "operation \(operation): \(fault)"
        #expect(run.failures <= 1, "one failure refuses one group: \(note)")
        JournalInvariants.check(run, on: files.afterRestart(), "restart, \(note)")
        JournalInvariants.check(run, on: files.afterPowerCut(seed: 9), "power cut, \(note)")
      }
    }
  }

  @Test("a failure while opening leaves everything for the next start")
  func failureWhileOpening() {
    let files = SimulatedFileSystem()
    let run = Self.run(files)
    let whole = files.afterRestart()
    for operation in 0..<60 {
      let recovering = SimulatedFileSystem(whole.withFault(.failure(EIO), after: operation))
      if let log = try? TestJournal.open(recovering, needed: run.released) {
        _ = try? log.commit([TestJournal.entry(900_000)], first: log.next)
      }
      let disk = recovering.afterPowerCut(seed: 3)
      let again = SimulatedFileSystem(disk)
      guard let log = try? TestJournal.open(again, needed: run.released) else {
        Issue.record("recovery failed after a failure at operation \(operation)")
        continue
      }
      let found = TestJournal.records(log, again).reduce(into: [UInt64: Int?]()) {
        $0[$1.sequence] = TestJournal.number($1)
      }
      let lost = run.acknowledged.filter { $0.key >= run.released && found[$0.key] != $0.value }
      #expect(lost.isEmpty, "a failure at operation \(operation)")
    }
  }

  @Test("many failures and a power cut at random cost nothing", arguments: 0..<300)
  func random(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    var disk = SimulatedDisk(
      seed: UInt64(seed), faults: [Int.random(in: 0..<2 * Self.operations, using: &random): .powerCut])
    disk.faultRate = [0, 5, 30, 150][seed % 4]
    let files = SimulatedFileSystem(disk)
    let run = Self.run(files, seed: UInt64(seed), steps: 80)
    // Reads that failed may have left segments out for a while; what was acknowledged must be there now.
    JournalInvariants.check(run, on: files.afterPowerCut(seed: UInt64(seed)), "seed \(seed)")
  }
}

extension SimulatedDisk {
  /// The same disk, with a fault at the operation that comes `count` operations from now.
  func withFault(_ fault: SimulatedFileSystem.Fault, after count: Int) -> SimulatedDisk {
    var disk = self
    disk.add(fault, at: operations + count)
    return disk
  }
}
