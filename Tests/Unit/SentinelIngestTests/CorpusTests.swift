import Foundation
import SentinelIngest
import SentinelModel
import Testing

@Suite("Any bytes as input")
struct CorpusTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Fuzz/Corpus/events").standardizedFileURL

  @Test("mutations of the corpus give events, refusals or an error, never a trap", arguments: InputFormat.allCases)
  func mutations(format: InputFormat) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
    #expect(names.count > 10)
    var random = SplitMix(4)
    for name in names {
      let original = try [UInt8](Data(contentsOf: Self.folder.appendingPathComponent(name)))
      for round in 0..<60 {
        var bytes = original
        for _ in 0..<min(round, 4) where !bytes.isEmpty {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0..<3, using: &random) {
          case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
          case 1: bytes.removeSubrange(place...)
          default: bytes.insert(contentsOf: original[..<min(place, original.count)].suffix(20), at: place)
          }
        }
        var settings = ReplaySettings()
        settings.format = format
        settings.eventLimit = round % 2 == 0 ? 1 << 20 : 150
        settings.readSize = round % 3 == 0 ? 13 : 4_096
        do { _ = try Replayed([SampleFile(bytes)], settings: settings) } catch is ReplayInputError {}
      }
    }
  }
}
