import SentinelDiagnostics
import Testing

@Suite("Suggestions for names")
struct SpellingTests {
  private static let slips: [(String, String?)] = [
    ("statsu", "status"), ("statis", "status"), ("statuss", nil), ("tatus", "status"), ("xstatus", "status"),
    ("Status", "status"), ("status", nil), ("statu", nil), ("status2", nil), ("stasut", nil), ("modle", "model"),
    ("mode", nil), ("usre", nil), ("", nil),
  ]

  @Test("a slip is one letter more, less or other, or two exchanged, in a name of five or more", arguments: slips)
  func slip(_ name: String, _ meant: String?) {
    #expect(Spelling.slip(of: name, in: ["user", "status", "model"]) == meant)
  }

  @Test("of two candidates one slip away, the first in order is taken, whatever their order")
  func order() {
    #expect(Spelling.slip(of: "statas", in: ["status", "states"]) == "states")
    #expect(Spelling.slip(of: "statas", in: ["states", "status"]) == "states")
  }
}
