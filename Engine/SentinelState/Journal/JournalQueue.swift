/// What waits for the thread that writes, and what the others may know of the journal.
struct JournalQueue: Sendable {
  typealias Completion = @Sendable (Result<UInt64, JournalFailure>) -> Void

  /// Records that somebody waits for, written together or not at all.
  struct Append: Sendable {
    let entries: [JournalEntry]
    let bytes: Int
    /// The sequence of the first; 0 where it gets one when it is written.
    let first: UInt64
    let completion: Completion?
  }

  enum Work: Sendable {
    case append([Append])
    case release(before: UInt64, completion: Completion)
  }

  let settings: JournalSettings
  var segments: [Segment]
  var status = JournalStatus()
  private var appends: [Append] = []
  private var releases: [(before: UInt64, completion: Completion)] = []
  private(set) var isClosed = false

  init(settings: JournalSettings, log: SegmentLog) {
    self.settings = settings
    segments = log.segments
    status.next = log.next
    status.diskBytes = log.bytes
    status.segments = segments.count
  }

  /// Lets entries wait. With `durability: none` that is all: they have their sequences, which are given back.
  mutating func add(_ entries: [JournalEntry], _ completion: @escaping Completion) throws(JournalFailure) -> UInt64? {
    let bytes = entries.reduce(0) { $0 + $1.recordBytes }
    try admit(entries, bytes)
    status.waitingBytes += bytes
    guard settings.durability == .none else {
      appends.append(Append(entries: entries, bytes: bytes, first: 0, completion: completion))
      return nil
    }
    let first = status.next
    status.next += UInt64(entries.count)
    appends.append(Append(entries: entries, bytes: bytes, first: first, completion: nil))
    return first
  }

  private mutating func admit(_ entries: [JournalEntry], _ bytes: Int) throws(JournalFailure) {
    if isClosed { throw .closed }
    let longest = entries.reduce(0) { max($0, $1.payload.count) }
    if longest > settings.effectiveRecordBytes {
      throw .recordTooLong(bytes: longest, limit: settings.effectiveRecordBytes)
    }
    // What alone is too long waits where nothing else does, or it could never be written.
    if status.waitingBytes > 0, status.waitingBytes + bytes > settings.waitingBytes {
      status.appendsRefused += 1
      throw .full(waitingBytes: status.waitingBytes, limit: settings.waitingBytes)
    }
  }

  mutating func addRelease(before: UInt64, _ completion: @escaping Completion) throws(JournalFailure) {
    if isClosed { throw .closed }
    releases.append((before, completion))
  }

  mutating func close() { isClosed = true }

  /// What to do next: as many records as make a group. nil where nothing waits.
  mutating func take() -> Work? {
    if let release = releases.popLast() { return .release(before: release.before, completion: release.completion) }
    guard !appends.isEmpty else { return nil }
    var bytes = 0
    var count = 0
    while count < appends.count, count == 0 || bytes + appends[count].bytes <= settings.groupBytes {
      bytes += appends[count].bytes
      count += 1
    }
    if count == appends.count {
      defer { appends = [] }
      return .append(appends)
    }
    defer { appends.removeFirst(count) }
    return .append(Array(appends[..<count]))
  }
}
