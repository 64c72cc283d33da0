public import FuzzSupport
import SentinelModel
import SentinelState

@_cdecl("FuzzJournal_main")
public func start(_ count: CInt, _ arguments: Arguments) -> CInt { runFuzzer(count, arguments, test) }

/// The first byte says what the others are: a batch, a segment without its header, or what is done to a sound journal.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = bytes(start, count)
  guard let choice = input.first else { return 0 }
  let rest = Array(input.dropFirst())
  switch choice % 4 {
  case 0, 1: decode(rest)
  case 2: open(["j/00000000000000000001.log": segmentHeader + rest], sound: nil)
  default: openChanged(rest)
  }
  return 0
}

/// A batch that can be read must come back as it is.
private func decode(_ bytes: [UInt8]) {
  var decoder = BatchDecoder()
  var encoder = BatchEncoder()
  guard let batch = try? decoder.decode(bytes) else { return }
  for index in batch.labels.indices { for row in batch.rows { _ = batch.labels[index][row] } }
  for field in batch.layout.texts { for row in batch.rows { _ = batch.text(field, row: row) } }
  guard let again = try? encoder.encode(batch), let twin = try? decoder.decode(again) else {
    return require(false, "a batch that was read can't be written")
  }
  require(twin.layout == batch.layout && twin.count == batch.count, "a batch comes back as another")
  require((try? encoder.encode(twin)) == again, "equal batches have different bytes")
  require(bytes.count > again.count / 4 || again.count < 4_096, "few bytes make a large batch")
}

/// Three segments of our own; each four bytes of the input change one of their bytes or cut one of them off.
private func openChanged(_ input: [UInt8]) {
  var files = soundJournal
  let names = files.keys.sorted()
  for start in stride(from: 0, to: input.count - 3, by: 4) {
    let name = names[Int(input[start] & 0x0F) % names.count]
    guard var content = files[name], !content.isEmpty else { continue }
    let place = (Int(input[start + 1]) << 8 | Int(input[start + 2])) % content.count
    switch input[start] >> 4 {
    case 0: content.removeLast(content.count - place)
    case 1: content.remove(at: place)
    case 2: content.insert(input[start + 3], at: place)
    default: content[place] ^= input[start + 3]
    }
    files[name] = content
  }
  open(files, sound: soundRecords)
}

/// Opening never fails, tells nothing that wasn't written, and the next opening finds the same.
private func open(_ content: [String: [UInt8]], sound: [UInt64: JournalRecord]?) {
  let files = MemoryFileSystem(content)
  let settings = JournalSettings(salt: 0)
  guard let log = try? SegmentLog("j", settings: settings, needed: 1, files: files) else {
    return require(isLaterVersion(content), "the journal doesn't start")
  }
  let records = Array(JournalReader(log.segments, from: 1, files: files))
  require(zip(records, records.dropFirst()).allSatisfy { $0.sequence < $1.sequence }, "sequences go back")
  require(records.count == log.recovery.records, "what was found isn't what is read")
  if let sound { require(records.allSatisfy { sound[$0.sequence] == $0 }, "a record is told that nobody wrote") }
  guard let second = try? SegmentLog("j", settings: settings, needed: 1, files: files) else {
    return require(false, "the journal doesn't start again")
  }
  require(
    Array(JournalReader(second.segments, from: 1, files: files)) == records, "the second start finds another journal")
  require(second.recovery.files.isEmpty, "the second start has something to mend")
  let entry = JournalEntry(.tick, [1])
  require((try? second.commit([entry], first: second.next)) != nil, "nothing can be appended")
}

/// Changed bytes with a right checksum can say that the file is of a later version.
private func isLaterVersion(_ content: [String: [UInt8]]) -> Bool {
  content.values.contains { $0.count >= 32 && ($0[8] > 1 || $0[9...11].contains { $0 > 0 }) }
}
