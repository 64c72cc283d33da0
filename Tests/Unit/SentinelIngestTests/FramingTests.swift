import SentinelIngest
import SentinelModel
import Testing

@Suite("How a stream of JSON is cut into events")
struct FramingTests {
  static func event(_ second: Int, _ prompt: String = "p") -> String {
    #"{"timestamp":\#(second),"prompt":"\#(prompt)","x":{"y":["}","{"]}}"#
  }

  static func read(_ text: String, limit: Int = 16 << 20, chunk: Int = 1 << 20, as suffix: String = "ndjson")
    throws -> Replayed
  {
    var settings = ReplaySettings()
    settings.eventLimit = limit
    settings.readSize = chunk
    return try Replayed([SampleFile(text, extension: suffix)], settings: settings)
  }

  static let pretty = """
    {
      "timestamp": 1,
      "prompt": "p {",
      "attributes": {
        "a": "\\"}"
      }
    }
    """

  static let samples: [(text: String, count: Int)] = {
    let (first, second) = (event(1), event(2))
    var shapes: [(String, Int)] = [("", 0), ("\n \r\n", 0), ("[]", 0), (" [ ] ", 0), ("{\n\"timestamp\":1}", 1)]
    shapes.append((first, 1))
    shapes.append(("\(first)\n\(second)", 2))
    shapes.append(("\(first)\r\n\n\(second)\r\n", 2))
    shapes.append(("\u{FEFF}\(first)\n\(second)", 2))
    shapes.append((pretty, 1))
    shapes.append(("\n\n\(pretty)", 1))
    shapes.append(("\(pretty)\n\(pretty)", 2))
    shapes.append(("[\(first)]", 1))
    shapes.append(("[\n\(first),\n\(second)\n]\n", 2))
    shapes.append(("[\(pretty),\(pretty)]", 2))
    shapes.append(("[\(first)]\n[\(second)]", 2))
    return shapes
  }()

  @Test("lines, an object, an array and objects over many lines are told apart", arguments: samples)
  func shapes(text: String, count: Int) throws {
    let whole = try Self.read(text)
    #expect(whole.timestamps.count == count)
    #expect(whole.refusals == [])
    for chunk in [2, 3, 5, 7, 16] {
      let pieces = try Self.read(text, chunk: chunk)
      #expect(pieces.timestamps == whole.timestamps && pieces.lines == whole.lines && pieces.refusals == [])
    }
  }

  @Test("a cut at any byte changes nothing")
  func everyCut() throws {
    let text = Self.event(1, "one\\\"two") + "\n" + Self.event(2, "drei ü") + "\nnonsense\n" + Self.event(3)
    let list = "[" + Self.event(1, "a\\\\") + " ,\n" + Self.event(2) + ", 7, " + Self.event(3) + "]"
    for text in [text, list] {
      let whole = try Self.read(text)
      #expect(whole.timestamps.count == 3 && whole.refusalCount == 1)
      for chunk in 2...text.utf8.count {
        let pieces = try Self.read(text, chunk: chunk)
        #expect(pieces.prompts == whole.prompts && pieces.lines == whole.lines && pieces.refusals == whole.refusals)
      }
    }
  }

  @Test("a broken line costs only itself and is named by its number")
  func brokenLines() throws {
    let lines = [
      "{\"timestamp\":", Self.event(2), "", "[]", "{\"timestamp\":3,\"duration_ms\":-1}", Self.event(4), "{",
    ]
    let result = try Self.read(lines.joined(separator: "\n"))
    #expect(result.lines == [2, 6])
    #expect(result.refusalCount == 4)
    #expect(result.refusals.map { $0.prefix(2) } == ["1:", "4:", "5:", "7:"])
    #expect(result.refusals[2] == "5: duration_ms: is negative")
  }

  @Test("what is wrong with a list is refused where it stands")
  func brokenLists() throws {
    let open = try Self.read("[\(Self.event(1)),\n\(Self.event(2))\n")
    #expect(open.timestamps.count == 2)
    #expect(open.refusals == ["3: the list that holds the events doesn't end"])
    let foreign = try Self.read("[1,\"a\",\(Self.event(1)),null]")
    #expect(foreign.timestamps.count == 1)
    #expect(foreign.refusalCount == 3)
    #expect(try Self.read("[\(Self.event(1)),]").refusals == ["1: nothing stands behind the comma"])
    #expect(try Self.read("[{\"timestamp\":1").refusalCount == 2)
  }

  @Test("what is no object is refused once, in however many pieces it comes", arguments: [2, 3, 7, 64])
  func foreignInPieces(chunk: Int) throws {
    let text = "{\n\"timestamp\":1,\n\"x\":{}}\nprose that goes on for longer than a piece, \(Self.event(2))"
    let whole = try Self.read(text)
    #expect(whole.timestamps.count == 2 && whole.refusalCount == 2)
    let pieces = try Self.read(text, chunk: chunk)
    #expect(pieces.timestamps == whole.timestamps && pieces.refusals == whole.refusals)
  }

  @Test("an event over the limit is refused, and the rest goes on", arguments: [7, 64, 1 << 20])
  func tooLong(chunk: Int) throws {
    let long = Self.event(2, String(repeating: "x", count: 5_000))
    let lines = try Self.read("\(Self.event(1))\n\(long)\n\(Self.event(3))\n\(long)", limit: 200, chunk: chunk)
    #expect(lines.lines == [1, 3])
    #expect(lines.refusals == ["2: is longer than 200 bytes", "4: is longer than 200 bytes"])
    let list = try Self.read("[\(Self.event(1)),\n\(long),\n\(Self.event(3))]", limit: 200, chunk: chunk)
    #expect(list.lines == [1, 3])
    #expect(list.refusals == ["2: is longer than 200 bytes"])
  }

  @Test("a line of 100 MB doesn't stay in memory")
  func hugeLine() throws {
    var settings = ReplaySettings()
    settings.eventLimit = 1 << 20
    let huge = [UInt8](repeating: 0x20, count: 100_000_000)
    let file = SampleFile(Array("{".utf8) + huge + Array("}\n\(Self.event(1))\n".utf8))
    let result = try Replayed([file], settings: settings)
    #expect(result.lines == [2])
    #expect(result.refusals == ["1: is longer than 1048576 bytes"])
  }

  @Test("only the first twenty refusals are kept in words, all are counted")
  func refusalLog() throws {
    let result = try Self.read(String(repeating: "x\n", count: 1_000))
    #expect(result.refusalCount == 1_000)
    #expect(result.refusals.count == RefusalLog.limit)
  }
}
