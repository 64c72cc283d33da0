import RuleSyntax
import SentinelDiagnostics
import Testing

@Suite("Faults of rule files")
struct RuleFileFaultTests {
  /// A rule with one more line, the findings in it.
  @Test(
    "in a rule's keys are shown at the key or the value",
    arguments: [
      ("metrik: x", ["3:5-10 SR101 unknown key 'metrik' in a rule; did you mean 'metric'?"]),
      ("serverity: critical", ["3:5-13 SR101 unknown key 'serverity' in a rule; did you mean 'severity'?"]),
      ("threshold: 5", ["3:5-13 SR101 unknown key 'threshold' in a rule; rules have no such key"]),
      ("expr: value > 5", ["3:5-8 SR101 unknown key 'expr' in a rule; did you mean 'condition'?"]),
      ("description: [a, b]", ["3:18-23 SR103 expected a string, got a list"]),
      (
        "metric: 5",
        ["3:13-13 SR103 expected the name of a metric, which is a string, got the number 5; quotes make it a string"]
      ),
      (
        "metric: rate(x, 5m)",
        [
          "3:13-23 SR104 'rate(x, 5m)' is not the name of a metric; a metric has no arguments here: label filters go to 'where', functions to 'condition'"
        ]
      ),
      ("by: service", ["3:9-15 SR110 expected a list of labels, got the string 'service'; write [service]"]),
      ("by: [service, [model]]", ["3:19-25 SR110 expected the name of a label, got a list"]),
      ("by: [a, a]", ["3:13-13 SR110 the label 'a' stands in 'by' already; leave it out"]),
      (
        "by: [5, \"\"]",
        [
          "3:10-10 SR110 expected the name of a label, got the number 5",
          "3:13-14 SR110 expected the name of a label, got an empty string",
        ]
      ),
      (
        "window: 0s", ["3:13-14 SR107 'window' is zero; it must be longer; expected a duration longer than 0s, like 5m"]
      ),
      ("window: 0", ["3:13-13 SR107 'window' is zero; it must be longer; expected a duration longer than 0s, like 5m"]),
      ("window: 5", ["3:13-13 SR106 the duration '5' has no unit; did you mean '5s'?"]),
      ("window: 5min", ["3:13-16 SR106 '5min' is not a duration: 'min' is no unit; did you mean '5m'?"]),
      ("window: 1.5h", ["3:13-16 SR106 '1.5h' is not a duration: durations have whole numbers; did you mean '1h30m'?"]),
      (
        "window: 30m1h",
        ["3:13-17 SR106 '30m1h' is not a duration: units go in descending order; did you mean '1h30m'?"]
      ),
      (
        "window: 5q",
        ["3:13-14 SR106 '5q' is not a duration: 'q' is no unit; units are ms, s, m, h, d and w, like 1h30m"]
      ),
      ("window: -5m", ["3:13-15 SR106 the duration '-5m' is negative; did you mean '5m'?"]),
      ("window: [5m]", ["3:13-16 SR103 expected a duration, got a list; write one, like 5m or 1h30m"]),
      ("window:", ["3:12-12 SR103 expected a duration, got nothing; write one, like 5m or 1h30m"]),
      (
        "every: ten seconds",
        ["3:12-22 SR106 'ten seconds' is not a duration; units are ms, s, m, h, d and w, like 1h30m"]
      ),
      ("every: 99ms", ["3:12-15 SR107 'every' is 99ms, which is too short; expected 100ms or more"]),
      (
        "for: 1.5",
        ["3:10-12 SR106 '1.5' is not a duration: '1.5' has no unit; units are ms, s, m, h, d and w, like 1h30m"]
      ),
      ("no_data: maybe", ["3:14-18 SR108 expected ok, alert or keep, got 'maybe'; expected ok, alert or keep"]),
      ("no_data: alerts", ["3:14-19 SR108 expected ok, alert or keep, got 'alerts'; did you mean 'alert'?"]),
      (
        "severity: 3", ["3:15-15 SR108 expected info, warning or critical, got '3'; expected info, warning or critical"]
      ),
      ("severity: [info]", ["3:15-20 SR103 expected info, warning or critical, got a list"]),
      (
        "enabled: yes",
        [
          "3:14-16 SR103 expected true or false, got the string 'yes'; a boolean is written true or false, without quotes"
        ]
      ),
      ("on: events", ["3:9-14 SR108 expected 'event', got 'events'; did you mean 'event'?"]),
      ("action: block", ["3:13-17 SR113 'action: block' needs a rule on single events; add 'on: event'"]),
      (
        "labels: {team: {a: b}}",
        ["3:20-25 SR103 expected the text of the label 'team', got a mapping; expected a string"]
      ),
      ("labels: [a]", ["3:13-15 SR103 expected a mapping of labels, like {team: ops}, got a list"]),
      ("annotations: {s: \"{{ value\"}", ["3:23-24 SR217 '{{' is never closed; expected '}}' behind the expression"]),
      ("max_groups: 0", ["3:17-17 SR112 'max_groups' is 0; expected a number from 1 to 1000000"]),
      ("max_groups: 1.5", ["3:17-19 SR103 expected a whole number from 1 to 1000000, got the number 1.5"]),
      ("where: a = b", ["3:14-14 SR213 '=' is not a comparison; did you mean '=='?"]),
      (
        "group_ttl: 0s",
        ["3:16-17 SR107 'group_ttl' is zero; it must be longer; expected a duration longer than 0s, like 5m"]
      ),
    ])
  func keys(line: String, findings: [String]) {
    let reading = FileReading("rules:\n  - name: a\n    \(line)\n    condition: value > 5\n")
    #expect(reading.findings == findings)
    #expect(reading.file.rules.map(\.name.value) == ["a"])
  }

  @Test(
    "of conditions are shown where they are",
    arguments: [
      ("condition: \"\"", ["3:16-17 SR211 the expression is empty; expected one, like value > 5"]),
      ("condition:", ["3:15-15 SR211 expected a condition, got nothing; write one, like value > 5"]),
      (
        "condition: [value > 5]",
        ["3:16-26 SR109 expected a condition, got a list; put the list under 'all:' or 'any:'"]
      ),
      ("condition: {}", ["3:16-17 SR109 the condition is an empty mapping; expected one of all, any and not"]),
      (
        "condition: {all: {a: value > 5}}",
        ["3:22-35 SR109 'all' takes a list of conditions, got a mapping; write '- …' for each condition"]
      ),
      (
        "condition: {any: value > 5}",
        ["3:22-30 SR109 'any' takes a list of conditions, got the string 'value > 5'; write '- …' for each condition"]
      ),
      ("condition: {all: []}", ["3:22-23 SR109 the list of 'all' is empty; expected conditions in it"]),
      (
        "condition: {not: [a]}",
        ["3:22-24 SR109 'not' takes one condition, not a list; put the list under 'any:' or 'all:' below 'not:'"]
      ),
      (
        "condition: {all: [a], any: [b]}",
        ["3:27-29 SR109 a composite condition has exactly one key; 'all' stands beside it"]
      ),
      ("condition: {All: [a]}", ["3:17-19 SR109 'All' is no composite condition; did you mean 'all'?"]),
      (
        "condition: {any: [a > 1, not: {alll: [b]}]}",
        ["3:36-39 SR109 'alll' is no composite condition; did you mean 'all'?"]
      ),
      (
        "condition: {all: [psi(15m, baseline: 1h) > 0.2]}",
        [
          "3:26-26 SR210 '(' is never closed",
          "3:32-39 SR109 'baseline' is no composite condition; expected one of all, any and not",
        ]
      ),
      (
        "condition: {all: [\"a b\", \"c d\"]}",
        [
          "3:26-26 SR205 unexpected 'b' behind a complete value; expected an operator before it, such as 'and', 'or' or a comparison",
          "3:33-33 SR205 unexpected 'd' behind a complete value; expected an operator before it, such as 'and', 'or' or a comparison",
        ]
      ),
      (
        "severity: {}",
        [
          "3:15-16 SR102 the severity map is empty; expected a condition for a level, like {critical: value > 5}"
        ]
      ),
      (
        "severity: {warning: value > 5, fatal: value > }",
        [
          "3:36-40 SR101 'fatal' is no severity; expected info, warning or critical",
          "3:49-49 SR204 the expression ends behind '>'; expected a value behind it",
        ]
      ),
      ("metric: x", ["2:5-8 SR102 the rule has no condition; missing key 'condition'"]),
      (
        "condition: \"value > 5 and \\u2265\"",
        [
          "3:31-31 SR204 unexpected '≥'; expected a value here",
          "3:31-31 SR213 '≥' is not an operator; did you mean '>='?",
        ]
      ),
      ("condition: >\n      value > 5\n      and and x", ["5:11-13 SR204 unexpected 'and'; expected a value here"]),
    ])
  func conditions(lines: String, findings: [String]) {
    let reading = FileReading("rules:\n  - name: a\n    \(lines)\n")
    #expect(reading.findings == findings)
  }

  @Test(
    "of the whole file are shown at once",
    arguments: [
      ("rulez:\n  - name: a\n", ["1:1-5 SR101 unknown key 'rulez' at the top of the file; did you mean 'rules'?"]),
      (
        "latency_alert: []\n",
        ["1:1-13 SR101 unknown key 'latency_alert' at the top of the file; did you mean 'latency_alerts'?"]
      ),
      (
        "other: 1\n_alerts: []\n",
        [
          "1:1-5 SR101 unknown key 'other' at the top of the file; expected rules, …_alerts, lists or macros",
          "2:1-7 SR101 unknown key '_alerts' at the top of the file; expected rules, …_alerts, lists or macros",
        ]
      ),
      (
        "- name: a\n",
        ["1:1-1 SR103 expected a mapping at the top of the file, got a list; begin with a key, like 'rules:'"]
      ),
      (
        "rules\n",
        [
          "1:1-1 SR103 expected a mapping at the top of the file, got the string 'rules'; begin with a key, like 'rules:'"
        ]
      ),
      ("rules: 5\n", ["1:8-8 SR103 expected a list of rules, got the number 5; write '- name: …' for each rule"]),
      (
        "rules:\n  - high\n  - {}\n  -\n",
        [
          "2:5-8 SR103 expected a rule, which is a mapping, got the string 'high'; write '- name: …'",
          "3:5-6 SR102 the rule is empty; missing keys 'name' and 'condition'",
          "4:4-4 SR103 expected a rule, which is a mapping, got nothing; write '- name: …'",
        ]
      ),
      (
        "rules:\n  - {name: high-latency, condition: a}\n  - {name: \"\", condition: a}\n  - {name: 5, condition: a}\n  - {condition: a}\n",
        [
          "2:12-23 SR104 'high-latency' can't be the name of a rule; did you mean 'high_latency'?",
          "3:12-13 SR104 the name of the rule is empty; expected a name of [a-z][a-z0-9_]*, like high_latency",
          "4:12-12 SR103 expected a name, which is a string, got the number 5; quotes make it a string",
          "5:6-14 SR102 the rule has no name; missing key 'name'",
        ]
      ),
      (
        "rules:\n  - {name: a, for: 5m, condition: a, duration: 5m, severity: {info: b}}\n",
        [
          "2:38-45 SR105 'duration' and 'for' exclude each other; 'duration' is another name of 'for'",
          "2:52-59 SR105 'severity' and 'condition' exclude each other; a severity map holds the conditions in place of 'condition'",
        ]
      ),
      (
        "rules:\n  - {name: a, on: event, for: 5m, condition: a}\n  - {name: b, on: event, for: 0s, condition: a}\n",
        [
          "2:31-32 SR105 a rule with 'on: event' fires at once and has no 'for'; leave it out, or leave out 'on: event'"
        ]
      ),
      (
        "lists:\n  big: [a, 5, {c: d}, ~, true]\n  load-test: []\n  x: y\n",
        [
          "2:12-12 SR111 a number in a list of strings; all elements are strings or all are numbers",
          "2:15-20 SR111 expected a string or a number, got a mapping",
          "2:23-23 SR111 expected a string or a number, got nothing; quotes make it a string",
          "2:26-29 SR111 expected a string or a number, got the boolean true; quotes make it a string",
          "3:3-11 SR104 'load-test' can't be the name of a list; $name is a letter, then letters, digits and underscores",
          "4:6-6 SR103 expected a list of strings or numbers, got the string 'y'; write [a, b]",
        ]
      ),
      (
        "macros:\n  busy: count(5m) >\n  1x: a\nrules:\n  - {name: a, condition: b b}\n",
        [
          "2:19-19 SR204 the expression ends behind '>'; expected a value behind it",
          "3:3-4 SR104 '1x' can't be the name of a macro; @name is a letter, then letters, digits and underscores",
          "5:28-28 SR205 unexpected 'b' behind a complete value; expected an operator before it, such as 'and', 'or' or a comparison",
        ]
      ),
      (
        "lists: [a]\nmacros: x\n",
        [
          "1:8-10 SR103 expected a mapping of names to lists, got a list",
          "2:9-9 SR103 expected a mapping of names to conditions, got the string 'x'",
        ]
      ),
    ])
  func wholeFile(text: String, findings: [String]) { #expect(FileReading(text).findings == findings) }

  @Test(
    "an expression that a flow list or mapping cut at its comma says so",
    arguments: [
      "rules:\n  - name: a\n    condition:\n      any: [rate(m, 5m) > 1, b]\n",
      "rules:\n  - {name: a, condition: rate(m, 5m) > 1}\n",
    ])
  func cutAtComma(text: String) {
    let reading = FileReading(text)
    #expect(reading.diagnostics.first?.code == .unclosedBracket)
    #expect(reading.diagnostics.first?.help?.contains("quotes") == true)
  }
}
