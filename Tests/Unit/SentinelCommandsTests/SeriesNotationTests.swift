import Testing

import SentinelCommands

@Suite("The notation of series")
struct SeriesNotationTests {
  /// One value a place; nil is no sample.
  private func values(_ text: String) throws -> [Double?] {
    let series = try SeriesNotation.read(text)
    var values = [Double?](repeating: nil, count: series.count)
    series.forEachSample { values[$0] = $1 }
    return values
  }

  @Test("values repeat, step up and down, and are left out")
  func forms() throws {
    #expect(try values("5") == [5])
    #expect(try values("0.5x3 -2") == [0.5, 0.5, 0.5, -2])
    #expect(try values("1+0.5x4") == [1, 1.5, 2, 2.5])
    #expect(try values("10-2x3") == [10, 8, 6])
    #expect(try values("-1-1x2") == [-1, -2])
    #expect(try values(" _  1 \t _x2\n") == [nil, 1, nil, nil])
    #expect(try values("1e3x2 2.5e-1") == [1_000, 1_000, 0.25])
    #expect(try SeriesNotation.read("0.5x360 5x30 0.5x30").count == 420)
  }

  @Test(
    "what is no series is reported with its place",
    arguments: [
      ("1 0.5*360 2", 2..<9), ("1x", 0..<2), ("x5", 0..<2), ("1+2", 0..<3), ("1.x3", 0..<4), (".5", 0..<2),
      ("1x0", 0..<3),
      ("NaN", 0..<3), ("1e999", 0..<5), ("_+1x2", 0..<5), ("1x2x3", 0..<5), ("1x99999999999999999999", 0..<22),
      ("", 0..<0), ("1 \u{FF}", 2..<4),
    ])
  func faults(text: String, place: Range<Int>) {
    let fault = #expect(throws: SeriesNotation.Fault.self) { try SeriesNotation.read(text) }
    #expect(fault?.bytes == place)
  }

  @Test("a series has at most a million values")
  func limit() throws {
    #expect(try SeriesNotation.read("1x1000000").count == 1_000_000)
    #expect(throws: SeriesNotation.Fault.self) { try SeriesNotation.read("1x1000000 1") }
    #expect(throws: SeriesNotation.Fault.self) { try SeriesNotation.read("1x1000001") }
  }

  @Test("no bytes make the reader trap")
  func hostile() {
    var state: UInt64 = 7
    let alphabet = Array("0159+-._xe \u{E9}".unicodeScalars)
    for _ in 0..<5_000 {
      var text = ""
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.unicodeScalars.append(alphabet[Int(state >> 33) % alphabet.count])
      }
      do { _ = try SeriesNotation.read(text) } catch {
        #expect(error.bytes.upperBound <= text.utf8.count)
      }
    }
  }
}
