import FuzzSupport
import SentinelState

/// A journal of three segments, and its records.
private let sound: (files: [String: [UInt8]], records: [UInt64: JournalRecord]) = {
  let files = MemoryFileSystem([:])
  var settings = JournalSettings(salt: 0)
  settings.segmentBytes = 300
  let log = try? SegmentLog("j", settings: settings, needed: 1, files: files)
  for index in 0..<9 {
    let entry = JournalEntry(.batch, [UInt8](repeating: UInt8(index), count: 20 + index * 5))
    require((try? log?.commit([entry], first: UInt64(index + 1))) != nil, "a journal of our own is refused")
  }
  let records = JournalReader(log?.segments ?? [], from: 1, files: files)
  return (files.content, Dictionary(uniqueKeysWithValues: records.map { ($0.sequence, $0) }))
}()

let soundJournal = sound.files
let soundRecords = sound.records

/// The header of a segment whose first sequence is 1, without salt.
let segmentHeader = Array((soundJournal["j/00000000000000000001.log"] ?? []).prefix(64))
