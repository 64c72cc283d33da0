import CZlib
import Foundation
import SentinelIngest
import SentinelModel
import Testing

@Suite("Inputs of a replay")
struct ReplayInputTests {
  private static func lines(_ seconds: [Int], _ name: String) -> SampleFile {
    SampleFile(seconds.enumerated().map { #"{"timestamp":\#($1),"prompt":"\#(name)\#($0)"}"# }.joined(separator: "\n"))
  }

  private static func settings(_ reorderBuffer: Int) -> ReplaySettings {
    var settings = ReplaySettings()
    settings.reorderBuffer = reorderBuffer
    return settings
  }

  @Test("events come by time, ties by file, then by line [P13]")
  func order() throws {
    let files = [Self.lines([1, 3, 3, 9], "a"), Self.lines([9, 3, 1, 2], "b"), Self.lines([], "c")]
    let result = try Replayed(files)
    #expect(result.prompts == ["a0", "b2", "b3", "a1", "a2", "b1", "a3", "b0"])
  }

  @Test("a random merge is what sorting everything gives, whatever the buffer", arguments: [0, 1, 100, 65_536])
  func randomMerge(buffer: Int) throws {
    var random = SplitMix(UInt64(buffer))
    let inputs = (0..<4).map { _ in
      (0..<Int.random(in: 0...2_000, using: &random)).map {
        $0 / 3 + Int.random(in: 0...(buffer / 4 + 1) / 2, using: &random)
      }
    }
    let sorted = buffer == 0 ? inputs.map { $0.sorted() } : inputs
    let names = ["a", "b", "c", "d"]
    let files = zip(sorted, names).map { Self.lines($0, $1) }
    let expected = zip(sorted, names).enumerated().flatMap { file, input in
      input.0.enumerated().map { (time: $1, file: file, line: $0, prompt: "\(input.1)\($0)") }
    }.sorted { ($0.time, $0.file, $0.line) < ($1.time, $1.file, $1.line) }
    #expect(try Replayed(files, settings: Self.settings(buffer)).prompts == expected.map(\.prompt))
  }

  @Test("an input in order is handed on in whole batches")
  func runs() throws {
    #expect(try Replayed([Self.lines(Array(0..<5_120), "a")], settings: Self.settings(1_000)).batches <= 21)
  }

  @Test("inputs that alternate are handed on in batches, not event by event")
  func alternating() throws {
    let files = (0..<3).map { file in Self.lines((0..<2_000).map { $0 * 3 + file }, "a") }
    let result = try Replayed(files, settings: Self.settings(100))
    #expect(result.timestamps.map(\.nanoseconds) == (0..<6_000).map { $0 * 1_000_000_000 })
    #expect(result.batches <= 12)
  }

  @Test("an event that is older than what was handed on names the option, the file and the line")
  func overflow() throws {
    let file = Self.lines(Array(10..<2_000) + [5], "a")
    #expect(try Replayed([file]).timestamps.first?.nanoseconds == 5_000_000_000)
    let fault = #expect(throws: ReplayInputError.self) { try Replayed([file], settings: Self.settings(100)) }
    #expect(fault?.description.hasPrefix("\(file.path):1991: ") == true)
    #expect(fault?.description.contains("more than 100 events, or 256 MiB of their texts") == true)
    #expect(fault?.description.contains("raise --reorder-buffer (now 100)") == true)
    var settings = Self.settings(65_536)
    settings.reorderBytes = 1_000
    let bytes = #expect(throws: ReplayInputError.self) { try Replayed([file], settings: settings) }
    #expect(bytes?.description.contains("or 1000 bytes of their texts") == true)
    #expect(bytes?.description.contains("sort the file by timestamp") == true)
  }

  /// The prompts handed on before an error, which there must be.
  private static func untilFault(_ files: [SampleFile], _ settings: ReplaySettings) throws -> [String] {
    try SampleFile.read(files) { paths in
      var input = try ReplayInput(paths: paths, layout: .everything, settings: settings)
      var prompts: [String] = []
      #expect(throws: ReplayInputError.self) {
        while let batch = try input.next() { prompts += batch.rows.map { batch.text(.prompt, row: $0) } }
      }
      return prompts
    }
  }

  @Test("what came before an input broke off is handed on in order, from other inputs up to the same time")
  func heldWhenBrokenOff() throws {
    let lines = (0..<2_000).map { #"{"timestamp":\#($0 ^ 1),"prompt":"a\#($0 ^ 1)"}"# + "\n" }.joined()
    let whole = Self.gzip(lines)
    let cut = SampleFile(Array(whole[..<(whole.count - 9)]))
    let all = (0..<2_000).map { "a\($0)" }
    #expect(try Self.untilFault([cut], Self.settings(65_536)) == all)
    #expect(try Self.untilFault([cut], Self.settings(10)) == all)
    let other = Self.lines(Array(1_000..<4_000), "b")
    let both = try Self.untilFault([cut, other], Self.settings(65_536))
    #expect(both.filter { $0.hasPrefix("a") }.count == 2_000)
    #expect(both.filter { $0.hasPrefix("b") }.count == 1_000)
    let late = Self.lines(Array(10..<2_000) + [5], "a")
    #expect(try Self.untilFault([late], Self.settings(100)) == (0..<1_990).map { "a\($0)" })
  }

  @Test("a file that doesn't exist or is a directory is an error")
  func unreadable() {
    let missing = #expect(throws: ReplayInputError.self) { try ReplayInput(paths: ["/nowhere"], layout: .everything) }
    #expect(missing?.description == "/nowhere: No such file or directory")
    #expect(throws: ReplayInputError.self) { try ReplayInput(paths: ["/tmp"], layout: .everything) }
  }

  static func gzip(_ text: String) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    var input = Array(text.utf8)
    var output = [UInt8](repeating: 0, count: input.count + 1_000)
    let count = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        deflate(&stream, Z_FINISH)
        deflateEnd(&stream)
        return target.count - Int(stream.avail_out)
      }
    }
    return Array(output[..<count])
  }

  @Test("gzip is told by its first bytes, in any number of members", arguments: [2, 100, 1 << 20])
  func compressed(chunk: Int) throws {
    let first = (0..<500).map { FramingTests.event($0) + "\n" }.joined()
    let second = (500..<900).map { FramingTests.event($0) + "\n" }.joined()
    var settings = ReplaySettings()
    settings.readSize = chunk
    let file = SampleFile(Self.gzip(first) + Self.gzip(second) + [0, 0, 0])
    let result = try Replayed([file], settings: settings)
    #expect(result.timestamps.count == 900)
    #expect(result.refusals == [])
    let csv = SampleFile(Self.gzip("timestamp\n1\n2\n"), extension: "csv.gz")
    #expect(try Replayed([csv], settings: settings).timestamps.count == 2)
  }

  @Test("gzip that is cut off or broken names the file and the byte")
  func brokenGzip() throws {
    let whole = Self.gzip((0..<500).map { FramingTests.event($0) + "\n" }.joined())
    for length in stride(from: 2, to: whole.count, by: 13) {
      let file = SampleFile(Array(whole[..<length]))
      let fault = #expect(throws: ReplayInputError.self) { try Replayed([file]) }
      #expect(fault?.description == "\(file.path): the gzip data ends too early at byte \(length)")
    }
    for place in stride(from: 0, to: whole.count, by: 7) {
      var bytes = whole
      bytes[place] ^= 0x55
      _ = try? Replayed([SampleFile(bytes)])
    }
    let trailing = SampleFile(whole + Array("garbage".utf8))
    #expect(throws: ReplayInputError.self) { try Replayed([trailing]) }
  }

  @Test("keys without a meaning and odd words for a status are counted by name, over all files")
  func oddities() throws {
    let json = SampleFile(
      #"""
      {"timestamp":1,"latency_ms":3,"status":500}
      {"timestamp":2,"latency_ms":3,"tokens":{"a":1},"status":"Success"}
      {"timestamp":3,"latency_ms":null,"status":"204"}
      """#)
    let csv = SampleFile("timestamp,latency_ms,status,note\n4,1,failed,\n5,1,ok,x\n", extension: "csv")
    try SampleFile.read([json, csv]) { paths in
      var input = try ReplayInput(paths: paths, layout: .everything)
      while try input.next() != nil {}
      let oddities = input.oddities
      #expect(oddities.unreadKeys.map { "\($0.name) \($0.count)" } == ["latency_ms 4", "tokens 1", "note 1"])
      #expect(oddities.strangeStatuses.map { "\($0.name) \($0.count)" } == ["500 1", "failed 1"])
    }
  }

  @Test("ten thousand names of keys take the memory of a few dozen")
  func manyKeys() throws {
    let file = SampleFile((0..<10_000).map { "{\"timestamp\":1,\"k\($0)\":1}" }.joined(separator: "\n"))
    try SampleFile.read([file]) { paths in
      var input = try ReplayInput(paths: paths, layout: .everything)
      while try input.next() != nil {}
      #expect(input.oddities.unreadKeys.count == 65)
      #expect(input.oddities.unreadKeys.last?.count == 10_000 - 64)
    }
  }

  @Test("refused events of a list tell their place in it")
  func listIndex() throws {
    let file = SampleFile(#"[{"timestamp":1},{"timestamp":2,"duration_ms":-1}, 5]"#, extension: "json")
    try SampleFile.read([file]) { paths in
      var input = try ReplayInput(paths: paths, layout: .everything)
      while try input.next() != nil {}
      #expect(input.refusals.first.map(\.listIndex) == [2, 3])
      let first = try #require(input.refusals.first.first)
      #expect(first.description == "\(first.path):1: event 2: duration_ms: is negative")
    }
  }

  @Test("a progress bar has the bytes read and the bytes there are")
  func progress() throws {
    let file = Self.lines([1, 2], "a")
    try SampleFile.read([file]) { paths in
      var input = try ReplayInput(paths: paths + paths, layout: .everything)
      let total = try #require(input.bytesTotal)
      while try input.next() != nil {}
      #expect(input.bytesRead == total)
      #expect(input.eventCount == 4)
    }
  }
}
