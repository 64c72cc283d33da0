/// Reads all files of a journal after a stop of any kind, puts right what can be, and says what was lost.
///
/// It is a function of the files: what it does is the same at each start, and it never needs a person.
struct SegmentRecovery {
  private(set) var segments: [Segment] = []
  private(set) var report = JournalRecovery()
  private let files: any FileSystem
  private let directory: String
  private let repair: SegmentRepair
  /// The sequence that should come next.
  private var expected: UInt64?
  private let needed: UInt64

  /// More records than a file can have whose size isn't known.
  private static let unknownRecords: UInt64 = 1 << 32

  private struct Candidate {
    let name: String
    let first: UInt64
    /// The first sequence of the file behind.
    let end: UInt64
    let isLast: Bool
  }

  /// - Parameter needed: the first sequence that the caller has to read; the next one is at least this.
  /// - Throws: where the directory can't be read, and where a file is of a later version; then nothing was touched.
  init(_ directory: String, files: any FileSystem, needed: UInt64) throws(JournalFailure) {
    self.directory = directory
    self.files = files
    self.needed = max(1, min(needed, RecordHeader.sequenceLimit - 1))
    repair = SegmentRepair(files: files, directory: directory)
    let names = try list()
    let firsts = names.compactMap { SegmentName.first(of: $0) }.sorted()
    for first in firsts { try refuseNewer(SegmentName.text(first: first)) }
    note(names)
    report.next = self.needed
    for (index, first) in firsts.enumerated() {
      let isLast = index + 1 == firsts.count
      take(
        Candidate(
          name: SegmentName.text(first: first), first: first,
          end: isLast ? RecordHeader.sequenceLimit : firsts[index + 1], isLast: isLast))
    }
    finish()
  }

  private func list() throws(JournalFailure) -> [String] {
    do throws(FileFailure) {
      try files.makeDirectory(directory)
      return try files.names(in: directory)
    } catch { throw .storage(error) }
  }

  private func refuseNewer(_ name: String) throws(JournalFailure) {
    let path = repair.path(name)
    guard let file = try? files.open(path, for: .read), let header = try? SegmentScanner.header(of: file) else {
      return
    }
    if header.version > SegmentHeader.currentVersion { throw .newerVersion(path: path, version: header.version) }
  }

  /// Files that aren't segments: what an earlier repair didn't finish is removed, everything else stays.
  private mutating func note(_ names: [String]) {
    for name in names where SegmentName.first(of: name) == nil {
      if name.hasSuffix(SegmentName.quarantined) {
        report.quarantinedFiles += 1
      } else if name.hasSuffix(".log" + SegmentName.unfinished) {
        try? files.remove(repair.path(name))
      } else {
        report.foreignFiles += 1
      }
    }
  }

  private mutating func take(_ candidate: Candidate) {
    let size: Int
    do throws(FileFailure) {
      let file = try files.open(repair.path(candidate.name), for: .read)
      size = try file.size()
      if var scanner = try SegmentScanner(file, first: candidate.first, end: candidate.end) {
        return take(candidate, SegmentSurvey(&scanner))
      }
    } catch {
      return leaveUnread(candidate, from: candidate.first, records: Self.unknownRecords, bytes: 0, error)
    }
    if size < SegmentHeader.size { takeStub(candidate, size) } else { quarantine(candidate, bytes: size) }
  }

  /// A file that ends within its header was being made, or has lost everything: either way it has nothing to keep.
  private mutating func takeStub(_ candidate: Candidate, _ size: Int) {
    advance(past: candidate)
    // The last one stays: its name says which sequence comes next. The next record's segment takes its place.
    if candidate.isLast && size == 0 { return }
    do throws(FileFailure) {
      if candidate.isLast {
        try repair.truncate(candidate.name, to: 0)
      } else {
        try files.remove(repair.path(candidate.name))
      }
      if size > 0 { report.note(candidate.name, candidate.isLast ? .truncated(bytes: size) : .removed) }
    } catch {
      report.note(candidate.name, .left(lostBytes: size, reason: error.description))
    }
  }

  private mutating func quarantine(_ candidate: Candidate, bytes: Int) {
    report.lostBytes += bytes
    do throws(FileFailure) {
      let target = try repair.quarantine(candidate.name)
      report.note(candidate.name, .quarantined(bytes: bytes, quarantine: target))
    } catch {
      leave(candidate, bytes: bytes, error)
    }
    advance(past: candidate)
  }

  /// A file that stays as it is must not be written over by a segment of the same name.
  private mutating func leave(_ candidate: Candidate, bytes: Int, _ failure: FileFailure) {
    report.note(candidate.name, .left(lostBytes: bytes, reason: failure.description))
    report.next = max(report.next, candidate.first + 1)
  }

  /// What can't be read now may be there at the next start: new records must not take its sequences.
  private mutating func leaveUnread(
    _ candidate: Candidate, from first: UInt64, records: UInt64, bytes: Int, _ failure: FileFailure
  ) {
    leave(candidate, bytes: bytes, failure)
    guard candidate.isLast else { return }
    report.next = max(report.next, first + records)
    expected = report.next
  }

  private mutating func advance(past candidate: Candidate) { report.next = max(report.next, candidate.first) }

  private mutating func take(_ candidate: Candidate, _ survey: SegmentSurvey) {
    count(candidate, survey)
    advance(past: candidate)
    if let last = survey.last { report.next = max(report.next, last + 1) }
    var bytes: Int? = survey.end
    if survey.failure != nil || survey.middleBytes > 0 || survey.staleBytes > 0 || survey.trailingBytes > 0 {
      bytes = mend(candidate, survey)
    }
    guard let last = survey.last else {
      // A segment without records is of no use, but the last one says which sequence comes next.
      if bytes != nil, !candidate.isLast { try? files.remove(repair.path(candidate.name)) }
      return
    }
    segments.append(
      Segment(path: repair.path(candidate.name), first: candidate.first, next: last + 1, bytes: bytes ?? survey.end))
  }

  private mutating func count(_ candidate: Candidate, _ survey: SegmentSurvey) {
    report.records += survey.records
    report.first = report.first ?? survey.first
    if let first = survey.first { lose(expected ?? needed, first) }
    for range in survey.missing { lose(range.lowerBound, range.upperBound) }
    if let last = survey.last { expected = last + 1 }
    let isTorn = candidate.isLast || isComplete(candidate, survey)
    if isTorn { report.tornBytes += survey.damagedTail } else { report.lostBytes += survey.damagedTail }
    report.lostBytes += survey.middleBytes
    if candidate.isLast, let known = survey.known { lose(expected ?? candidate.first, known + 1) }
  }

  /// Sequences that are missing count as lost as far as the caller needs them.
  private mutating func lose(_ start: UInt64, _ end: UInt64) {
    let start = max(start, needed)
    if start < end { report.lose(start..<end) }
  }

  /// Whether every record up to the next segment is there: what follows them was never acknowledged.
  private func isComplete(_ candidate: Candidate, _ survey: SegmentSurvey) -> Bool {
    survey.last.map { $0 + 1 == candidate.end } ?? false
  }

  /// - Returns: the size of the segment afterwards; nil where it stays as it was.
  private mutating func mend(_ candidate: Candidate, _ survey: SegmentSurvey) -> Int? {
    if let failure = survey.failure {
      leaveUnread(candidate, survey, failure)
      return nil
    }
    let lost = survey.middleBytes + survey.trailingBytes
    let isTorn = candidate.isLast || isComplete(candidate, survey)
    do throws(FileFailure) {
      guard survey.middleBytes > 0 || survey.staleBytes > 0 || !isTorn else {
        try repair.truncate(candidate.name, to: survey.goodEnd)
        report.note(candidate.name, .truncated(bytes: survey.trailingBytes))
        return survey.goodEnd
      }
      let (quarantine, bytes) = try repair.rewrite(candidate.name, first: candidate.first, end: candidate.end)
      report.note(candidate.name, .repaired(lostBytes: lost, quarantine: quarantine))
      return bytes
    } catch {
      leave(candidate, bytes: lost, error)
      return nil
    }
  }

  private mutating func leaveUnread(_ candidate: Candidate, _ survey: SegmentSurvey, _ failure: FileFailure) {
    let records = UInt64(survey.unreadBytes / RecordHeader.size + 1)
    let first = survey.last.map { $0 + 1 } ?? candidate.first
    let bytes = survey.middleBytes + survey.trailingBytes + survey.unreadBytes
    leaveUnread(candidate, from: first, records: records, bytes: bytes, failure)
  }

  private mutating func finish() {
    report.segments = segments.count
    report.bytes = segments.reduce(0) { $0 + $1.bytes }
    lose(expected ?? needed, report.next)
    try? files.syncDirectory(directory)
  }
}
