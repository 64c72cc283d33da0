/// SR5xx: rule tests.
extension DiagnosticCode {
  static let testFile: [DiagnosticCode] = [
    unknownTestKey, missingTestKey, invalidSeries, unknownExpectedState, unknownTestedRule, refusedTestEvent,
    missingTestRules, brokenTestRules, testWithoutExpectation, oversizedTest, unreadableFile, invalidLabels,
    unknownExpectedLabel, repeatedTestName,

    directoryWithoutRules, idleExpectation,
  ]

  public static let unknownTestKey = DiagnosticCode(
    "SR501", .error, "a key that rule tests don't have",
    """
    A test file has the keys `rules` and `tests`. A test has `name`, `rules` (in a test file), `input`, `events` and \
    `expect`; a series of `input` has `metric`, `labels`, `every` and `values`; an event has `at` and the fields of \
    events; an expectation has `at`, `rule`, `state`, `labels`, `severity` and `value`. A misspelled key would leave \
    out what the test is about, so it is an error.
    """,
    wrong: "expect:\n  - {at: 10m, rule: slow, status: firing}",
    right: "expect:\n  - {at: 10m, rule: slow, state: firing}")

  public static let missingTestKey = DiagnosticCode(
    "SR502", .error, "a key that a rule test must have is missing",
    """
    A test has a `name` and `expect`, and in a test file the `rules` that it is about (of its own, or once for the \
    whole file). A series has `metric` and `values`, an event has `at`, an expectation has `at`, `rule` and `state`.
    """,
    wrong: "expect:\n  - {rule: slow, state: firing}",
    right: "expect:\n  - {at: 10m, rule: slow, state: firing}")

  public static let invalidSeries = DiagnosticCode(
    "SR503", .error, "values that are no series",
    """
    The values of a series are parts separated by blanks: `5` is one value, `0.5x360` is 0.5 three hundred and sixty \
    times, `1+0.1x20` is twenty values from 1 on in steps of 0.1 (`1-0.1x5` goes down), `_` is no sample and `_x5` \
    none five times. The i-th value, counted from 0, stands at i times `every` after the start.
    """,
    wrong: "values: 0.5 * 360",
    right: "values: 0.5x360")

  public static let unknownExpectedState = DiagnosticCode(
    "SR504", .error, "not a state of an alert",
    """
    An alert is `inactive`, `pending`, `firing` or `resolved`. An alert that has resolved is `inactive` as well, until \
    it becomes pending or fires again; an alert that never was is `inactive`.
    """,
    wrong: "state: active",
    right: "state: firing")

  public static let unknownTestedRule = DiagnosticCode(
    "SR505", .error, "an expectation about a rule that doesn't exist",
    """
    The rule of an expectation must be one of the rules that the test loads and must be enabled; otherwise \
    `state: inactive` would hold whatever the rules do.
    """,
    wrong: "{at: 1m, rule: slwo, state: inactive}",
    right: "{at: 1m, rule: slow, state: inactive}")

  public static let refusedTestEvent = DiagnosticCode(
    "SR506", .error, "an event that the engine refuses",
    """
    The events of a test are read as `sentinel replay` reads them, and one that would be refused there is an error \
    here: a negative duration, a number in a string, a text where a number belongs.
    """,
    wrong: "events:\n  - {at: 0s, duration_ms: \"812\"}",
    right: "events:\n  - {at: 0s, duration_ms: 812}")

  public static let missingTestRules = DiagnosticCode(
    "SR507", .error, "the rules of a test don't exist",
    """
    Paths under `rules` are relative to the directory of the test file. They name rule files or directories of rule \
    files.
    """,
    wrong: "rules: [rules/latency.yaml]  # in rules/latency.test.yaml",
    right: "rules: [latency.yaml]")

  public static let brokenTestRules = DiagnosticCode(
    "SR508", .error, "the rules of a test have errors",
    """
    A test runs only with rules that load without errors. `sentinel check` on the named files lists what is wrong.
    """)

  public static let testWithoutExpectation = DiagnosticCode(
    "SR509", .warning, "a test that expects nothing",
    """
    A test with an empty `expect` passes whatever the rules do. Expect at least one state: a rule that must stay \
    silent is expected to be `inactive` at the end.
    """,
    wrong: "expect: []",
    right: "expect:\n  - {at: 1h, rule: slow, state: inactive}")

  public static let oversizedTest = DiagnosticCode(
    "SR510", .error, "a test with too many samples or too long a time",
    """
    A test may have a million samples and events in all, and its times may lie up to 400 days behind its start. A \
    rule that needs more is tested with a larger `every`, or with a shorter window in a copy.
    """)

  public static let unreadableFile = DiagnosticCode(
    "SR511", .error, "a file or directory that can't be read",
    """
    The path exists, but the system refuses to read it: permissions, a broken disk, a link that leads in a circle. The \
    message has the system's own words.
    """)

  public static let invalidLabels = DiagnosticCode(
    "SR512", .error, "labels that can't be read",
    """
    A file of labels, for `sentinel replay --labels`, is JSON: series by name, each with its `anomalies` as a list of \
    windows with `start`, `end` and `type`, or with just a list of pairs of start and end; or, for whatever is \
    replayed, one bare list of windows. Times are RFC 3339 or epoch seconds.
    """,
    wrong: "[{\"start\": \"yesterday\", \"end\": \"today\"}]",
    right: "[{\"start\": \"2025-01-31T12:00:00Z\", \"end\": \"2025-01-31T12:10:00Z\"}]")

  public static let unknownExpectedLabel = DiagnosticCode(
    "SR513", .error, "an expectation with a label that the alert can't have",
    """
    An alert has the labels in `by` of its rule (`service`, where the rule has no `by`) and those under `labels`. With \
    any other, or with another value than the one that `labels` gives, no alert is ever meant, so `state: inactive` \
    would hold whatever the rule does.
    """,
    wrong: "{at: 1m, rule: slow, state: inactive, labels: {modle: gpt-4o}}",
    right: "{at: 1m, rule: slow, state: inactive, labels: {model: gpt-4o}}")

  public static let repeatedTestName = DiagnosticCode(
    "SR514", .warning, "two tests of one name",
    """
    Both run, but a report doesn't tell which of them failed. The tests of a file, and those of one rule, have names \
    that say what is different.
    """)

  public static let directoryWithoutRules = DiagnosticCode(
    "SR515", .warning, "a path without rules",
    """
    A directory stands for the files below it that end in `.yaml` or `.yml`; files and directories whose names begin \
    with a dot are skipped, and `*.test.yaml` hold tests. In this one no rule file was found, so that nothing of it is \
    checked or judges anything: often a misspelt path. The same is said of a test file where rules are asked for. An \
    empty rule file is fine.
    """,
    isRaisedByStrict: true)

  public static let idleExpectation = DiagnosticCode(
    "SR516", .warning, "an expectation that is not looked at",
    """
    Where a test expects `inactive`, no alert is active of which a `severity` or a `value` could be looked at: the test \
    passes whatever they are. The alert that has just ended is `resolved`, and has both.
    """,
    wrong: "{at: 5m, rule: slow, state: inactive, value: 3}",
    right: "{at: 5m, rule: slow, state: resolved, value: 3}")
}
