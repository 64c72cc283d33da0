import SentinelState

/// A journal without threads over a simulated disk, whose records are known by their payload.
enum TestJournal {
  static let directory = "d"

  static func settings(segmentBytes: Int = 400, durability: Durability = .fsync) -> JournalSettings {
    var settings = JournalSettings(salt: 0x5EED)
    settings.segmentBytes = segmentBytes
    settings.durability = durability
    return settings
  }

  static func open(
    _ files: SimulatedFileSystem, settings: JournalSettings = settings(), needed: UInt64 = 1
  ) throws(JournalFailure) -> SegmentLog {
    try SegmentLog(directory, settings: settings, needed: needed, files: files)
  }

  static func records(_ log: SegmentLog, _ files: SimulatedFileSystem, from start: UInt64 = 1) -> [JournalRecord] {
    Array(JournalReader(log.segments, from: start, files: files))
  }

  /// An entry that says its number, `length` bytes long or longer.
  static func entry(_ number: Int, length: Int = 20) -> JournalEntry {
    let text = Array("entry \(number) ".utf8)
    let rest = max(0, length - text.count)
    return JournalEntry(.batch, text + (0..<rest).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) })
  }

  static func number(_ record: JournalRecord) -> Int? {
    let words = String(decoding: record.payload.prefix(30), as: UTF8.self).split(separator: " ")
    return words.count > 1 ? Int(words[1]) : nil
  }
}
