import Glibc
import SentinelModel
import SentinelTestKit
import SentinelState

/// Batches of 500 events into the journal and back: CPU time of all threads, bytes, and what the disk allows with fsync.
enum JournalBenchmark {
  private static let rows = 500
  private static let batches = 2_000
  private static let path = "/tmp/sentinel-benchmark-\(getpid())"

  static func run() {
    let batch = typical()
    var encoder = BatchEncoder()
    guard let bytes = try? encoder.encode(batch) else { preconditionFailure("a batch of our own is refused") }
    Report.cost("journal: bytes an event", Double(bytes.count) / Double(rows), reach: 64, unit: "bytes")
    let events = Double(rows * batches)
    let encoding = CPUClock.median { for _ in 0..<batches { _ = try? encoder.encode(batch) } }
    Report.cost("journal: an event written as bytes", encoding / events * 1e6, reach: 0.3, unit: "µs")
    for durability in [Durability.none, .os] {
      let time = CPUClock.median {
        append(durability, threads: 1) { encoder in (try? encoder.encode(batch)).map { JournalEntry(.batch, $0) } }
      }
      Report.cost("journal: an event appended, durability \(durability)", time / events * 1e6, reach: 0.5, unit: "µs")
    }
    readBack()
    for threads in [1, 8] { synced(batch, threads: threads) }
    removeAll()
  }

  /// What one waiting caller, and what several, get through with a sync for each group.
  private static func synced(_ batch: EventBatch, threads: Int) {
    let start = wallSeconds
    let cpu = CPUClock.seconds
    let groups = append(.fsync, threads: threads) { encoder in
      (try? encoder.encode(batch)).map { JournalEntry(.batch, $0) }
    }
    let (time, events) = (wallSeconds - start, Double(rows * batches))
    Report.rate("journal: events synced, \(threads) waiting", events / time, reach: 50_000, unit: "events")
    let perEvent = ((CPUClock.seconds - cpu) / events * 1e9).rounded() / 1e3
    print(
      "  \(Int(Double(groups) / time)) syncs a second, \(groups) for \(batches) batches, \(perEvent) µs of CPU an event"
    )
  }

  /// Appends all batches from `threads` threads, each waiting for its own; gives the number of writes.
  @discardableResult
  private static func append(
    _ durability: Durability, threads: Int, _ entry: @escaping @Sendable (inout BatchEncoder) -> JournalEntry?
  ) -> Int {
    removeAll()
    let journal = open(durability)
    let workers = (0..<threads).map { _ in
      Worker {
        var encoder = BatchEncoder()
        for _ in 0..<batches / threads {
          guard let entry = entry(&encoder), (try? journal.appendAndWait([entry])) != nil else {
            preconditionFailure("the disk refuses")
          }
        }
      }
    }
    for worker in workers { worker.join() }
    journal.close()
    return journal.status.groupsWritten
  }

  /// Opening, reading and decoding what the last run has left.
  private static func readBack() {
    let time = CPUClock.median {
      let journal = open(.os)
      var decoder = BatchDecoder()
      var count = 0
      for record in journal.records() { count += (try? decoder.decode(record.payload))?.count ?? 0 }
      precondition(count == rows * batches, "everything comes back")
    }
    Report.rate("journal: events read after a restart", Double(rows * batches) / time, reach: 2e6, unit: "events")
  }

  private static func open(_ durability: Durability) -> Journal {
    var settings = JournalSettings(salt: 1)
    settings.durability = durability
    guard let journal = try? Journal(path, settings: settings) else { preconditionFailure("can't write \(path)") }
    return journal
  }

  private static func removeAll() {
    let files = DiskFileSystem()
    for name in (try? files.names(in: path)) ?? [] { try? files.remove(path + "/" + name) }
    rmdir(path)
  }

  private static var wallSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Calls as they come: a few services and models, users by the thousand, times in milliseconds.
  private static func typical() -> EventBatch {
    let names = ["service", "tenant", "user", "model", "provider", "operation", "status", "environment"]
    var random = SeededRandom(seed: 11)
    var batch = EventBatch(
      layout: BatchLayout(
        labels: names.map { .label($0) },
        numbers: [.durationSeconds, .ttftSeconds, .inputTokens, .outputTokens, .costUSD],
        texts: [], metrics: []))
    for row in 0..<rows {
      batch.timestamps.append(Timestamp(nanoseconds: 1_762_430_400_000_000_000 + Int64(row) * 13_000_000))
      batch.kinds.append(.call)
      batch.errors.append(row % 50 == 7)
      batch.positions.append(UInt32(row))
      for (index, label) in batch.layout.labels.enumerated() {
        let variety = label.name == "user" ? 5_000 : label.name == "tenant" ? 20 : 3
        var value = "\(label.name)-\(Int.random(in: 0..<variety, using: &random))"
        value.withUTF8 { batch.labels[index].append($0) }
      }
      let milliseconds = Double(Int.random(in: 200...9_000, using: &random))
      let values = [milliseconds / 1_000, 0.12, Double(Int.random(in: 20...4_000, using: &random)), 128, .nan]
      for index in values.indices { batch.numbers[index].append(values[index]) }
    }
    batch.rows = 0..<rows
    return batch
  }
}

/// A thread that appends and waits.
private final class Worker: @unchecked Sendable {
  private var thread = pthread_t()
  private let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
    let context = Unmanaged.passUnretained(self).toOpaque()
    let code = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Worker>.fromOpaque(context).takeUnretainedValue().body() }
        return nil
      }, context)
    precondition(code == 0, "there is a thread to be had")
  }

  func join() { pthread_join(thread, nil) }
}
