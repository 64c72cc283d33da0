/// What a segment holds, found by reading all of it.
struct SegmentSurvey {
  private(set) var records = 0
  private(set) var first: UInt64?
  private(set) var last: UInt64?
  /// Where the last record ends, in bytes.
  private(set) var goodEnd = SegmentHeader.size
  /// Where the file ends, or could not be read further.
  private(set) var end = SegmentHeader.size
  /// Bytes before `goodEnd` that aren't records.
  private(set) var middleBytes = 0
  /// Bytes before `goodEnd` of whole records that don't belong here.
  private(set) var staleBytes = 0
  /// Sequences missing between the records.
  private(set) var missing: [Range<UInt64>] = []
  /// The highest sequence of a damaged record behind `goodEnd`.
  private(set) var known: UInt64?
  /// Why the file could not be read to its end.
  private(set) var failure: FileFailure?
  /// Bytes that were not read then.
  private(set) var unreadBytes = 0

  private var passedDamage = 0
  private var passedStale = 0

  init(_ scanner: inout SegmentScanner) {
    do throws(FileFailure) {
      while let piece = try scanner.next() {
        take(piece, end: scanner.offset)
        end = scanner.offset
      }
    } catch {
      failure = error
      unreadBytes = scanner.remaining
    }
  }

  /// Bytes behind the last record that aren't a record of this segment.
  var trailingBytes: Int { end - goodEnd }

  /// Those of them that aren't whole records either.
  var damagedTail: Int { passedDamage }

  private mutating func take(_ piece: SegmentScanner.Piece, end: Int) {
    switch piece {
    case .damage(let range, let sequence):
      passedDamage += range.count
      if let sequence { known = max(known ?? 0, sequence) }
    case .stale(let record): passedStale += record.recordBytes
    case .record(let record):
      if let last, record.sequence > last + 1, missing.count < JournalRecovery.listLimit {
        missing.append(last + 1..<record.sequence)
      }
      first = first ?? record.sequence
      last = record.sequence
      records += 1
      goodEnd = end
      middleBytes += passedDamage
      staleBytes += passedStale
      (passedDamage, passedStale, known) = (0, 0, nil)
    }
  }
}
