import RuleSyntax
import SentinelModel

/// The outcomes of tests for programs.
extension TestReport {
  static func json(_ outcomes: [TestOutcome], coverage: TestCoverage?) -> String {
    var json = JSONWriter()
    json.object { json in
      json.key("passed")
      json.integer(outcomes.count(where: \.passed))
      json.key("failed")
      json.integer(outcomes.count { !$0.passed })
      json.key("tests")
      json.array { json in for outcome in outcomes { json.object { write(outcome, to: &$0) } } }
      if let coverage {
        json.key("coverage")
        write(coverage, to: &json)
      }
    }
    return json.text + "\n"
  }

  private static func write(_ outcome: TestOutcome, to json: inout JSONWriter) {
    json.member("name", outcome.test.test.name.value)
    json.member("place", place(outcome.test.test.name.range))
    json.key("passed")
    json.boolean(outcome.passed)
    json.key("failures")
    json.array { json in
      for failure in outcome.failures {
        json.object { json in
          json.member("place", place(failure.expectation.range))
          json.member("rule", failure.expectation.rule.value)
          json.member("at", failure.expectation.at.literal)
          json.member("expected", expectedText(failure.expectation))
          json.key("got")
          json.array { json in for text in gotTexts(failure) { json.string(text) } }
        }
      }
    }
  }

  private static func write(_ coverage: TestCoverage, to json: inout JSONWriter) {
    json.array { json in
      for rule in coverage.sorted {
        for atom in rule.atoms {
          json.object { json in
            json.member("rule", rule.name)
            json.member("file", rule.path)
            json.member("comparison", atom.text)
            for (name, seen) in [("true", atom.wasTrue), ("false", atom.wasFalse), ("unknown", atom.wasUnknown)] {
              json.key(name)
              json.boolean(seen)
            }
          }
        }
      }
    }
  }

  /// JUnit's XML, a suite for each file.
  static func junit(_ outcomes: [TestOutcome]) -> String {
    var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    xml += "<testsuites tests=\"\(outcomes.count)\" failures=\"\(outcomes.count { !$0.passed })\">\n"
    var files: [String] = []
    for outcome in outcomes where !files.contains(outcome.test.file) { files.append(outcome.test.file) }
    for file in files { xml += suite(file, outcomes.filter { $0.test.file == file }) }
    return xml + "</testsuites>\n"
  }

  private static func suite(_ file: String, _ outcomes: [TestOutcome]) -> String {
    let time = outcomes.reduce(TimeSpan.zero) { $0 + $1.duration }
    var xml = "  <testsuite name=\"\(escaped(file))\" tests=\"\(outcomes.count)\" "
    xml += "failures=\"\(outcomes.count { !$0.passed })\" time=\"\(seconds(time))\">\n"
    for outcome in outcomes {
      xml += "    <testcase classname=\"\(escaped(file))\" name=\"\(escaped(outcome.test.test.name.value))\" "
      xml += "time=\"\(seconds(outcome.duration))\""
      guard !outcome.passed else {
        xml += "/>\n"
        continue
      }
      xml += ">\n      <failure message=\"\(Count.text(outcome.failures.count, "expectation")) failed\">"
      xml += escaped(failureText(outcome)) + "</failure>\n    </testcase>\n"
    }
    return xml + "  </testsuite>\n"
  }

  private static func seconds(_ span: TimeSpan) -> String { Figures.fixed(span.seconds, digits: 3) }

  /// Text for XML; control characters, which XML can't have, become `?`.
  static func escaped(_ text: String) -> String {
    var xml = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": xml += "&amp;"
      case "<": xml += "&lt;"
      case ">": xml += "&gt;"
      case "\"": xml += "&quot;"
      case "\n", "\t": xml.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: xml += "?"
      default: xml.unicodeScalars.append(scalar)
      }
    }
    return xml
  }
}
