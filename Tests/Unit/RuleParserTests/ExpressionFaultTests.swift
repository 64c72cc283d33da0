import RuleParser
import RuleSyntax
import SentinelDiagnostics
import Testing

@Suite("Faults of expressions")
struct ExpressionFaultTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let text: String
    let code: DiagnosticCode
    /// The characters that the finding shows, from 1.
    let columns: ClosedRange<Int>
    /// What the message or what stands behind the caret must name.
    let word: String
    var testDescription: String { text }

    init(_ text: String, _ code: DiagnosticCode, _ columns: ClosedRange<Int>, _ word: String) {
      self.text = text
      self.code = code
      self.columns = columns
      self.word = word
    }
  }

  @Test(
    "stand where they are and say what is meant",
    arguments: [
      Case("", .emptyExpression, 1...1, "value > 5"), Case("  ", .emptyExpression, 1...2, "value > 5"),
      Case("1 < value < 2", .chainedComparison, 11...11, "and"),
      Case("a in b in c", .chainedComparison, 8...9, "chain"),
      Case("a == b not in c", .chainedComparison, 8...10, "chain"),
      Case("provider = \"openai\"", .misspelledOperator, 10...10, "=="),
      Case("value === 5", .misspelledOperator, 7...9, "=="),
      Case("value !== 5", .misspelledOperator, 7...9, "!="), Case("value =< 5", .misspelledOperator, 7...8, "<="),
      Case("value => 5", .misspelledOperator, 7...8, ">="), Case("value <> 5", .misspelledOperator, 7...8, "!="),
      Case("value ~ 'x'", .misspelledOperator, 7...7, "=~"), Case("value ≥ 5", .misspelledOperator, 7...7, ">="),
      Case("value > 5 & x", .misspelledOperator, 11...11, "&&"),
      Case("value > 5 | x", .misspelledOperator, 11...11, "||"),
      Case("value > 5))", .unexpectedToken, 10...10, "unexpected ')'"),
      Case("(value > 5", .unclosedBracket, 1...1, "closed"),
      Case("avg(5m", .unclosedBracket, 4...4, "closed"), Case("avg(", .unclosedBracket, 4...4, "closed"),
      Case("x in [1, 2", .unclosedBracket, 6...6, "closed"), Case("f(m{a=\"x\"", .unclosedBracket, 4...4, "closed"),
      Case("and value > 5", .missingOperand, 1...3, "expected a value"),
      Case("value >", .missingOperand, 7...7, "value"),
      Case("value > and x", .missingOperand, 9...11, "unexpected 'and'"),
      Case("(value > )", .missingOperand, 10...10, "')'"),
      Case("()", .missingOperand, 2...2, "unexpected ')'"), Case("f(5m,)", .missingOperand, 6...6, "unexpected ')'"),
      Case("[1,]", .missingOperand, 4...4, "unexpected ']'"), Case("+5", .missingOperand, 1...1, "unexpected '+'"),
      Case("2 ** 3", .missingOperand, 4...4, "'*'"),
      Case("value > 5 count < 3", .missingOperator, 11...15, "unexpected 'count'"),
      Case("a > 1 And b", .missingOperator, 7...9, "did you mean 'and'"),
      Case("a b", .missingOperator, 3...3, "operator"),
      Case("f(a b)", .missingOperator, 5...5, "','"), Case("a not b", .missingOperator, 3...5, "operator"),
      Case("service == 'chat", .unterminatedString, 12...12, "unterminated"),
      Case("\"\\\"", .unterminatedString, 1...1, "unterminated"),
      Case("value > .5", .invalidNumber, 9...10, "0.5"), Case("value > 5.", .invalidNumber, 9...10, "5.0"),
      Case("5. > 3", .invalidNumber, 1...2, "5.0"), Case("0x1F", .invalidNumber, 1...4, "hexadecimal"),
      Case("1.2.3", .invalidNumber, 1...5, "not a number"), Case("1__0", .invalidNumber, 1...4, "1_000"),
      Case("1_", .invalidNumber, 1...2, "not a number"), Case("1e999", .invalidNumber, 1...5, "not a number"),
      Case("50 %", .invalidNumber, 4...4, "50%"), Case("5m/h", .invalidNumber, 3...4, "duration"),
      Case("50%/h", .invalidNumber, 4...5, "percentage"), Case("$40m", .invalidNumber, 1...4, "amount"),
      Case("a % b", .unexpectedCharacter, 3...3, "remainder"),
      Case("avg(1.5h)", .invalidDuration, 5...8, "1h30m"), Case("avg(5min)", .invalidDuration, 5...8, "5m"),
      Case("avg(30m1h)", .invalidDuration, 5...9, "1h30m"), Case("avg(1h1h)", .invalidDuration, 5...8, "2h"),
      Case("avg(1h30)", .invalidDuration, 5...8, "1h30m"), Case("avg(5q)", .invalidDuration, 5...6, "units are"),
      Case("avg(5H)", .invalidDuration, 5...6, "5h"), Case("avg(99999999999w)", .invalidDuration, 5...16, "too long"),
      Case("1_000ms", .invalidDuration, 1...7, "1s"),
      Case("value > 5;", .unexpectedCharacter, 10...10, "';'"),
      Case("value in $", .unexpectedCharacter, 10...10, "list"),
      Case("@ busy", .unexpectedCharacter, 1...1, "macro"), Case("a ? b", .unexpectedCharacter, 3...3, "'?'"),
      Case("ünder > 5", .unexpectedCharacter, 1...1, "'ü'"),
      Case("value\u{A0}> 5", .unexpectedCharacter, 6...6, "U+00A0"),
      Case("value \u{200B}> 5", .unexpectedCharacter, 7...7, "U+200B"),
      Case("a . b", .unexpectedCharacter, 3...3, "'.'"),
      Case("service == ‘chat’", .typographicQuotes, 12...12, "quote"),
      Case("a == “b", .typographicQuotes, 6...6, "straight"),
      Case("f(m{a=b})", .invalidLabelFilter, 7...7, "\"b\""), Case("f(m{a=5})", .invalidLabelFilter, 7...7, "\"5\""),
      Case("f(m{a>'x'})", .invalidLabelFilter, 6...6, "=~"), Case("f(m{a})", .invalidLabelFilter, 6...6, "=~"),
      Case("f(m{'a'='b'})", .invalidLabelFilter, 5...7, "label"),
      Case("f(m{a==\"x\"})", .misspelledOperator, 6...7, "'='"),
      Case("f(m{a=", .invalidLabelFilter, 6...6, "string"),
      Case("m{a=\"x\"} > 5", .invalidLabelFilter, 2...2, "avg(m{"),
      Case("{a=\"x\"}", .invalidLabelFilter, 1...1, "metric"),
      Case("rate(x[5m])", .unexpectedToken, 7...7, "avg(x, 5m)"),
      Case("attributes[x]", .unexpectedToken, 12...12, "quotes"), Case("x in [a]", .invalidListElement, 7...7, "\"a\""),
      Case("x in [1 + 2]", .invalidListElement, 7...11, "literals"), Case("a, b", .unexpectedToken, 2...2, "','"),
      Case("a : b", .unexpectedToken, 3...3, "':'"), Case("f(1, step==)", .missingOperand, 12...12, "')'"),
    ])
  func bad(_ fault: Case) throws {
    let reading = Reading(fault.text)
    let finding = try #require(reading.diagnostics.first, "no finding")
    #expect(finding.code == fault.code)
    let first = reading.source.position(of: finding.range.start).column
    let last = max(first, reading.source.position(of: finding.range.end).column - 1)
    #expect(first...last == fault.columns)
    let said = finding.message + " " + (finding.label ?? "") + " " + (finding.help ?? "")
    #expect(said.contains(fault.word), "\(said)")
    #expect(reading.diagnostics.count == 1, "\(reading.diagnostics.map(\.message))")
  }

  @Test("of several kinds are shown together")
  func several() {
    let reading = Reading("provider = ‘openai’ & avg(5min) > .5 and")
    #expect(
      reading.diagnostics.map(\.code) == [
        .misspelledOperator, .typographicQuotes, .misspelledOperator, .invalidDuration, .invalidNumber, .missingOperand,
      ])
  }

  @Test("whose meaning is clear are read as they were meant")
  func recovery() {
    #expect(Reading("1 < value < 2").expression?.canonical == "1 < value and value < 2")
    #expect(Reading("provider = ‘openai’").expression?.canonical == "provider == \"openai\"")
    #expect(Reading("avg(5min) > .5").expression?.canonical == "avg(5m) > 0.5")
    #expect(Reading("value > 50 %").expression?.canonical == "value > 50%")
    #expect(Reading("value > 5;").expression == nil)
  }
}
