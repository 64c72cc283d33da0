import SentinelDiagnostics
import Testing

@Suite("The code table")
struct CodeTableTests {
  @Test("every id is there once, has its form, a title and an explanation")
  func isConsistent() {
    let ids = DiagnosticCode.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    for code in DiagnosticCode.all {
      #expect(code.id.hasPrefix("SR") && code.id.utf8.count == 5 && Int(code.id.dropFirst(2)) != nil, "\(code.id)")
      #expect(!code.title.isEmpty && !code.title.hasSuffix("."), "\(code.id)")
      #expect(code.explanation.hasSuffix("."), "\(code.id)")
      #expect(code.wrong.isEmpty || code.wrong != code.right, "\(code.id)")
    }
  }
}
