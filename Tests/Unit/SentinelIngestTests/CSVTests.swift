import SentinelIngest
import SentinelModel
import Testing

@Suite("Events in CSV")
struct CSVTests {
  static let layout = BatchLayout(
    labels: [.label("service"), .label("status"), .label("region")], numbers: NumberField.allCases,
    texts: [.prompt, .response], metrics: ["cpu"])

  static func read(_ text: String, map: [String] = [], chunk: Int = 1 << 20, limit: Int = 16 << 20) throws -> Table {
    let file = SampleFile(text, extension: "csv")
    var settings = ReplaySettings()
    settings.readSize = chunk
    settings.eventLimit = limit
    return try Table(file, map, settings)
  }

  /// All rows in one batch's worth of columns.
  struct Table {
    var times: [Int64] = []
    var services: [String] = []
    var regions: [String] = []
    var statuses: [String] = []
    var errors: [Bool] = []
    var kinds: [OperationKind] = []
    var durations: [Double] = []
    var cpu: [Double] = []
    var prompts: [String] = []
    var lines: [UInt32] = []
    var refusals: [String] = []

    init(_ file: SampleFile, _ map: [String], _ settings: ReplaySettings) throws {
      try SampleFile.read([file]) { try read($0, map, settings) }
    }

    private mutating func read(_ paths: [String], _ map: [String], _ settings: ReplaySettings) throws {
      var input = try ReplayInput(
        paths: paths, layout: CSVTests.layout, mapping: try CSVMapping.parse(map), settings: settings)
      while let batch = try input.next() {
        for row in batch.rows {
          times.append(batch.timestamps[row].nanoseconds)
          services.append(batch.column(.label("service"))?[row] ?? "")
          statuses.append(batch.column(.label("status"))?[row] ?? "")
          regions.append(batch.column(.label("region"))?[row] ?? "")
          errors.append(batch.errors[row])
          kinds.append(batch.kinds[row])
          durations.append(batch.column(.durationSeconds)?[row] ?? .nan)
          cpu.append(batch.column(metric: "cpu")?[row] ?? .nan)
          prompts.append(batch.text(.prompt, row: row))
          lines.append(batch.positions[row])
        }
      }
      refusals = input.refusals.first.map { "\($0.refusal.line): \($0.refusal.description)" }
    }
  }

  @Test("columns named like a field give it, an empty cell gives nothing [P66]")
  func identity() throws {
    let table = try Self.read("timestamp,service,duration_ms,unused\n1,chat,812.5,z\r\n2,,,\n")
    #expect(table.times == [1_000_000_000, 2_000_000_000])
    #expect(table.services == ["chat", ""])
    #expect(table.durations[0] == 0.8125 && table.durations[1].isNaN)
    #expect(table.refusals == [])
  }

  @Test("quoted cells may hold commas, quotes and line ends, wherever the stream is cut")
  func quoting() throws {
    let text = "\u{FEFF}\"timestamp\",prompt,service\r\n1,\"a,\"\"b\"\"\r\nc\",x\r\n2,\"\",y\n3,plain \"quote,\"z\"\n"
    for chunk in 2...text.utf8.count {
      let table = try Self.read(text, chunk: chunk)
      #expect(table.prompts == ["a,\"b\"\r\nc", "", "plain \"quote"])
      #expect(table.services == ["x", "y", "z"])
      #expect(table.lines == [2, 4, 5])
      #expect(table.refusals == [])
    }
  }

  @Test("times may be written with a blank and without a zone, in UTC [P64]")
  func times() throws {
    let table = try Self.read("timestamp\n2023-11-16 18:15:46.6805900\n1970-01-01T00:00:01+00:00\n1500\n")
    #expect(table.times.sorted() == [1_000_000_000, 1_500_000_000_000, 1_700_158_546_680_590_000])
  }

  @Test("mapped columns give fields, labels and metrics")
  func mapping() throws {
    let table = try Self.read(
      "when,latency,zone,load,status\n1,100,eu,0.5,200\n2,100,eu,0.5,503\n",
      map: ["timestamp=when", "duration_ms=latency", "label:region=zone", "metric:cpu=load", "status_code=status"])
    #expect(table.durations == [0.1, 0.1])
    #expect(table.regions == ["eu", "eu"])
    #expect(table.cpu == [0.5, 0.5])
    #expect(table.statuses == ["ok", "error"])
    #expect(table.errors == [false, true])
  }

  @Test("a value column alone gives only samples")
  func samplesOnly() throws {
    #expect(try Self.read("timestamp,value\n1,5\n", map: ["metric:cpu=value"]).kinds == [.samples])
  }

  @Test("a status number without a mapping is a label, not an error [P61]")
  func plainStatus() throws {
    #expect(try Self.read("timestamp,status\n1,500\n2,ERROR\n").errors == [false, true])
  }

  @Test("bad rows are refused by line, field and reason")
  func refusals() throws {
    let table = try Self.read(
      "timestamp,duration_ms,service\n1,-1,a\nx,1,a\n3,1\n4,1,a,b\n5,abc,a\n,1,a\n6,1e999,a\n7,1,a\n")
    #expect(table.times == [7_000_000_000])
    #expect(table.refusals.count == 7)
    #expect(table.refusals[0] == "2: duration_ms: is negative")
    #expect(table.refusals[2] == "4: has 2 cells, the header has 3")
    #expect(table.refusals[4] == "6: duration_ms: is not a number")
    #expect(table.refusals[5] == "7: timestamp: is missing")
  }

  @Test("a quote that is never closed costs one line")
  func unclosedQuote() throws {
    let table = try Self.read("timestamp,service\n1,\"a\n2,b\n3,c\n")
    #expect(table.services == ["b", "c"])
    #expect(table.refusals == ["2: a quoted cell doesn't end"])
  }

  @Test("a record over the limit is refused", arguments: [3, 100, 1 << 20])
  func tooLong(chunk: Int) throws {
    let long = String(repeating: "x", count: 1_000)
    let table = try Self.read("timestamp,service\n1,a\n2,\(long)\n3,c\n", chunk: chunk, limit: 100)
    #expect(table.services == ["a", "c"])
    #expect(table.refusals == ["3: is longer than 100 bytes"])
  }

  @Test("a header that doesn't fit the mapping ends the reading with the names it has")
  func headers() throws {
    func fault(_ text: String, _ map: [String] = []) -> String? {
      do { _ = try Self.read(text, map: map) } catch { return (error as? ReplayInputError)?.description }
      return nil
    }
    #expect(
      fault("timestamp,latency\n", ["duration_ms=latencyy"])?.contains(
        "no column 'latencyy', to which 'duration_ms' is mapped; did you mean 'latency'? the header has 'timestamp', 'latency'"
      ) == true)
    #expect(
      fault("a,b\n")?.contains(
        "no column gives the timestamp; name one with --map timestamp=COLUMN; the header has 'a', 'b'") == true)
    #expect(fault("offset_s,b\n")?.contains("'offset_s' is a time relative to a start, not a timestamp") == true)
    #expect(fault("timestamp,a,a\n", ["metric:m=a"])?.contains("2 times") == true)
    #expect(fault("") == nil)
  }

  @Test("mapping options are checked, all at once")
  func options() {
    func messages(_ options: [String]) -> [String] {
      do throws(CSVMapping.Fault) { _ = try CSVMapping.parse(options) } catch { return error.messages }
      return []
    }
    #expect(messages(["duration_ms=a=b", "label:x=y", "metric:m=z", "timestamp=t"]) == [])
    #expect(messages(["durtion_ms=a", "label:=x", "nonsense", "service="]).count == 4)
    #expect(messages(["durtion_ms=a"]) == ["'durtion_ms' is not a field of an event; did you mean 'duration_ms'?"])
    #expect(messages(["service=a", "service=b"]) == ["'service' is mapped to 'a' and to 'b'"])
    #expect(messages(["metrics=a"]).count == 1)
  }

  @Test(
    "what stands in a first line that is no header is never shown: it may be a prompt",
    arguments: [
      #"{"prompt":"My SSN is 123-45-6789, please help","timestamp":1}"#, "1767225600,chat,My SSN is 123-45-6789 please",
      #"2026-01-01T00:00:00Z,"tell me, is my SSN 123-45-6789 safe?""#, #"[{"prompt":"my SSN, 123-45-6789"}]"#,
    ])
  func noHeader(line: String) {
    for map in [[], ["duration_ms=latency"]] {
      let fault = #expect(throws: ReplayInputError.self) { try Self.read(line + "\n", map: map) }
      let text = fault?.description ?? ""
      #expect(text.contains("the first line") && !text.contains("SSN") && !text.contains("6789"))
    }
  }
}
