/// SR1xx: files, rules and their keys.
extension DiagnosticCode {
  static let ruleFile: [DiagnosticCode] = [
    unknownKey, missingKey, wrongType, invalidName, conflictingKeys, invalidDuration, spanOutOfRange, unknownChoice,
    invalidComposite, invalidGrouping, invalidListDeclaration, numberOutOfRange, eventOnlyKey, duplicateRule,
    duplicateMacro, duplicateList,
  ]

  public static let unknownKey = DiagnosticCode(
    "SR101", .error, "a key that rule files don't have",
    """
    Rule files are strict: a misspelled key would otherwise change what a rule does without a word. At the top of a \
    file stand `rules`, keys that end in `_alerts`, `lists` and `macros`; the keys of a rule are listed in the \
    reference of the rule language.
    """,
    wrong: "rules:\n  - name: slow\n    metrik: llm_requests",
    right: "rules:\n  - name: slow\n    metric: llm_requests")

  public static let missingKey = DiagnosticCode(
    "SR102", .error, "a key that a rule must have is missing",
    """
    Every rule has a `name`, and either a `condition` or a `severity` map that holds a condition for each level. The \
    finding points at the first key of the rule.
    """,
    wrong: "rules:\n  - name: slow\n    metric: llm_requests",
    right: "rules:\n  - name: slow\n    metric: llm_requests\n    condition: value > 5")

  public static let wrongType = DiagnosticCode(
    "SR103", .error, "a value of another type than the key takes",
    """
    YAML decides the type of a value by the way it is written: `5` is a number, `true` a boolean, `[a]` a list, `a: b` \
    a mapping. Only `true` and `false` are booleans; `True`, `yes`, `no`, `on` and `off` are strings. Quotes make \
    a string of anything.
    """,
    wrong: "enabled: yes",
    right: "enabled: true")

  public static let invalidName = DiagnosticCode(
    "SR104", .error, "a name with characters that names can't have",
    """
    Rules are named in lower snake case, as metrics are: a letter first, then letters, digits and underscores \
    (`[a-z][a-z0-9_]*`). Lists and macros may have upper-case letters too. So every name can stand in an expression \
    without quotes.
    """,
    wrong: "name: high-latency",
    right: "name: high_latency")

  public static let conflictingKeys = DiagnosticCode(
    "SR105", .error, "two keys that exclude each other",
    """
    `duration` is another name of `for`, so a rule has one of them. A `severity` map holds a condition for each level \
    and so takes the place of `condition`. A rule on single events fires at once and has no `for`.
    """,
    wrong: "for: 5m\nduration: 5m",
    right: "for: 5m")

  public static let invalidDuration = DiagnosticCode(
    "SR106", .error, "not a duration",
    """
    A duration is whole numbers with units, the largest unit first and each at most once: `800ms`, `5s`, `1m`, \
    `1h30m`, `1d`, `2w`. The units are ms, s, m, h, d and w. Write a fraction in the next smaller unit: 1h30m for an \
    hour and a half. As the value of a key, `0` needs no unit.
    """,
    wrong: "window: 1.5h",
    right: "window: 1h30m")

  public static let spanOutOfRange = DiagnosticCode(
    "SR107", .error, "a duration that is too short or too long",
    """
    A window must be longer than nothing, and a rule is evaluated at most every 100 ms.
    """,
    wrong: "window: 0s",
    right: "window: 5m")

  public static let unknownChoice = DiagnosticCode(
    "SR108", .error, "a value that is none of those the key takes",
    """
    Some keys take one of a few words: `severity` is info, warning or critical; `no_data` is ok, alert or keep; `on` \
    is event; `action` is block.
    """,
    wrong: "no_data: maybe",
    right: "no_data: keep")

  public static let invalidComposite = DiagnosticCode(
    "SR109", .error, "a composite condition that is not `all`, `any` or `not`",
    """
    A condition is an expression, or a mapping with exactly one key: `all` or `any` with a list of conditions that is \
    not empty, or `not` with one condition. They nest at will.
    """,
    wrong: "condition:\n  all: value > 5",
    right: "condition:\n  all:\n    - value > 5\n    - count(5m) >= 50")

  public static let invalidGrouping = DiagnosticCode(
    "SR110", .error, "`by` is not a list of distinct labels",
    """
    `by` lists the labels by which a rule groups samples: one alert for each distinct tuple. `[]` is one global \
    group; without `by` it is `[service]`.
    """,
    wrong: "by: [service, service]",
    right: "by: [service, model]")

  public static let invalidListDeclaration = DiagnosticCode(
    "SR111", .error, "a named list that is not all strings or all numbers",
    """
    The elements of a list are all strings or all numbers, for `in` compares them with one value. Quote what YAML \
    would take for a number or a boolean.
    """,
    wrong: "lists:\n  ports: [http, 8080]",
    right: "lists:\n  ports: [http, \"8080\"]")

  public static let numberOutOfRange = DiagnosticCode(
    "SR112", .error, "a number outside the range of the key",
    "`max_groups` is a whole number from 1 to 1,000,000.",
    wrong: "max_groups: 0",
    right: "max_groups: 500")

  public static let eventOnlyKey = DiagnosticCode(
    "SR113", .error, "a key that only rules on single events have",
    """
    `action: block` refuses the request that an event stands for, so the rule must look at single events.
    """,
    wrong: "condition: value > 5\naction: block",
    right: "on: event\ncondition: prompt contains \"x\"\naction: block")

  public static let duplicateRule = DiagnosticCode(
    "SR120", .error, "a second rule of the same name",
    """
    A rule's name is its identity: in alerts, in `firing(\"…\")`, over a reload. It is unique over all files. The \
    finding stands at the second rule in path order and names the first.
    """)

  public static let duplicateMacro = DiagnosticCode(
    "SR121", .error, "a second macro of the same name",
    "Macros are global over all files, so each name stands for one expression.")

  public static let duplicateList = DiagnosticCode(
    "SR122", .error, "a second list of the same name",
    "Lists are global over all files, so each name stands for one list.")
}
