import SentinelDiagnostics
import Testing
import YAMLTree

@Suite("Mutated files")
struct MutationTests {
  static let corpus = [
    """
    latency_alerts:
      - name: high_p99_latency            # required
        description: one line
        metric: llm_request_duration_p99
        where: provider == "openai" and tenant not in $internal
        by: [service, model]
        condition:
          all:
            - zscore(1h) > 3
            - any: [count(5m) >= 50, error_rate_high]
            - not: value < 800ms
        for: 5m
        severity: {warning: psi > 0.2, critical: psi > 0.4}
        labels: {team: llm-platform}
        annotations:
          summary: "p99 of {{ model }} is {{ value | duration }}"
        tests: []
    lists:
      internal: [staging, load-test]
    """,
    "base: &base\n  x: 1\n  <<: {y: 2}\na: {<<: *base, z: !!str 5}\nb: [*base, 'it''s', \"\\u00e9\\n\"]\n",
    "a: |2-\n    x\n   y\n\nb: >+\n  folded\n  text\n\n   more\n\n# end\n...\n",
    "\u{FEFF}%YAML 1.2\n---\n? key\n: - - é\n    - 字\n  - \"a \\\n    b\"\r\n  - 🚨: x\u{85}y\n",
  ]

  /// Whatever comes out: places lie in the file, in order, and a tree comes without syntax errors only.
  private func check(_ bytes: [UInt8]) {
    let reading = Reading(bytes: bytes)
    let fatal = Set([
      "SR001", "SR002", "SR003", "SR005", "SR008", "SR009", "SR010", "SR013", "SR014", "SR015", "SR016", "SR017",
    ])
    let isFatal = reading.findings.contains { fatal.contains($0.code.id) }
    if isFatal { #expect(reading.root == nil) }
    for finding in reading.findings {
      #expect(finding.range.start >= 0 && finding.range.end <= bytes.count, "\(finding.message) \(bytes)")
    }
    for scalar in reading.scalars {
      #expect(scalar.range.start >= 0 && scalar.range.end <= bytes.count)
      #expect(!scalar.isCoarse, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
      #expect(scalar.offsets.count == scalar.text.utf8.count + 1)
    }
    if let root = reading.root { checkNesting(root) }
    #expect(!DiagnosticRenderer.text(reading.findings).contains("\u{1B}"))
  }

  private func checkNesting(_ node: YAMLNode) {
    let children: [YAMLNode]
    switch node.content {
    case .scalar: return
    case .sequence(let elements): children = elements
    case .mapping(let entries): children = entries.map(\.value)
    }
    for child in children {
      let place = child.aliasRange ?? child.range
      let isMerged = place.end <= node.range.start || place.start >= node.range.end
      #expect(isMerged || place.start >= node.range.start && place.end <= node.range.end)
      checkNesting(child)
    }
  }

  @Test("every beginning of a file is read without a trap", arguments: corpus.indices)
  func truncates(_ index: Int) {
    let bytes = Array(Self.corpus[index].utf8)
    for count in 0...bytes.count { check(Array(bytes.prefix(count))) }
  }

  @Test("files with changed, lost and doubled bytes are read without a trap", arguments: 0..<8)
  func mutates(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let marks = Array(":-?,[]{}&*!|>'\"%@`#\\ \n\t\r<=~$.e0\u{1}".utf8) + [0xFF, 0xC3, 0x85, 0xE2]
    for _ in 0..<600 {
      var bytes = Array((Self.corpus.randomElement(using: &random) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] = marks.randomElement(using: &random) ?? 0
        case 1: bytes.insert(marks.randomElement(using: &random) ?? 0, at: index)
        case 2: bytes.remove(at: index)
        default:
          let end = min(bytes.count, index + Int.random(in: 1...20, using: &random))
          bytes.insert(contentsOf: bytes[index..<end], at: Int.random(in: 0..<bytes.count, using: &random))
        }
      }
      check(bytes)
    }
  }
}
