/// SR3xx: types, values and arguments.
extension DiagnosticCode {
  static let typing: [DiagnosticCode] = [
    operandType, mixedComparison, conditionType, textOrder, missingList, listElementType, argumentType,
    tooManyArguments, missingArgument, unknownArgument, repeatedArgument, argumentRange, misalignedWindow,
    missingMetric, invalidPattern, labelOutsideGrouping, notALabel, firingCycle, recursiveMacro, expansionTooLarge,
    unknownTemplateName, unknownTemplateFilter,
  ]

  public static let operandType = DiagnosticCode(
    "SR301", .error, "an operand of the wrong type",
    """
    `and`, `or` and `not` join conditions, arithmetic joins numbers, `contains` and `=~` look at texts. The finding \
    shows the operand that is something else.
    """,
    wrong: "value > 5 or count",
    right: "value > 5 or count > 100")

  public static let mixedComparison = DiagnosticCode(
    "SR302", .error, "a comparison of different types",
    "Both sides of a comparison are of one type: two numbers, two texts or two conditions. Labels are texts.",
    wrong: "service == 5",
    right: "service == \"5\"")

  public static let conditionType = DiagnosticCode(
    "SR303", .error, "a condition that is neither true nor false",
    "A condition is a comparison, a rule's name, or several of these joined by `and`, `or` and `not`.",
    wrong: "condition: value + 1",
    right: "condition: value + 1 > 5")

  public static let textOrder = DiagnosticCode(
    "SR304", .error, "an order of values that have none",
    "Only numbers are ordered. Texts and conditions are compared by `==` and `!=`.",
    wrong: "lower(service) > \"a\"",
    right: "lower(service) != \"a\"")

  public static let missingList = DiagnosticCode(
    "SR305", .error, "`in` without a list",
    "At the right of `in` stands a list, written out (`[a, b]`) or named (`$internal`).",
    wrong: "tenant in \"acme\"",
    right: "tenant in [\"acme\"]")

  public static let listElementType = DiagnosticCode(
    "SR306", .error, "a list of another type",
    "A number is looked up in a list of numbers, a text in a list of texts. All elements of a list are of one type.",
    wrong: "value in [\"a\", \"b\"]",
    right: "service in [\"a\", \"b\"]")

  public static let argumentType = DiagnosticCode(
    "SR307", .error, "an argument of the wrong kind",
    """
    Each parameter of a function takes one kind of thing: a metric, a label, a duration, a number, a rule's name in \
    quotes. `sentinel functions` shows them. Windows and steps are literals, so that what a rule costs is known when \
    it is loaded.
    """,
    wrong: "p50(\"5m\") > 1",
    right: "p50(5m) > 1")

  public static let tooManyArguments = DiagnosticCode(
    "SR308", .error, "more arguments than the function takes",
    """
    Arguments by place come in the order metric, quantile or label, window. All others are given by name: \
    `zscore(1h, step=5m)`.
    """,
    wrong: "avg(5m, 10m) > 1",
    right: "avg(5m, offset=10m) > 1")

  public static let missingArgument = DiagnosticCode(
    "SR309", .error, "a missing argument",
    "The function can't do without this argument; there is no default that would be right for all.",
    wrong: "distinct(5m) > 1",
    right: "distinct(user, 5m) > 1")

  public static let unknownArgument = DiagnosticCode(
    "SR310", .error, "an argument that the function doesn't have",
    "`sentinel functions` shows the arguments of each function by name.",
    wrong: "psi(15m, basline=1h) > 0.2",
    right: "psi(15m, baseline=1h) > 0.2")

  public static let repeatedArgument = DiagnosticCode(
    "SR311", .error, "an argument given twice",
    "An argument is given once, by place or by name.",
    wrong: "avg(5m, window=10m) > 1",
    right: "avg(10m) > 1")

  public static let argumentRange = DiagnosticCode(
    "SR312", .error, "an argument out of range",
    """
    A window is longer than nothing, an offset is not negative, a quantile lies in 0…1, and `objective`, `alpha` and \
    `confidence` lie between 0 and 1. Percentages have their sign: an objective of 99.9 would be 9990 %. A step \
    function looks back on 50,000 steps at most.
    """,
    wrong: "burn_rate(1h, objective=99.9) > 1",
    right: "burn_rate(1h, objective=99.9%) > 1")

  public static let misalignedWindow = DiagnosticCode(
    "SR313", .error, "a window that is no multiple of its step",
    """
    Step functions cut the window into steps of equal length, so the window is a whole number of them; a season is too.
    """,
    wrong: "zscore(1h, step=7m) > 3",
    right: "zscore(1h, step=5m) > 3")

  public static let missingMetric = DiagnosticCode(
    "SR314", .error, "no metric to look at",
    """
    `value`, and functions that name no metric, look at the metric of the rule. Give the rule a `metric`, or the \
    function its own: `avg(llm_cost_usd, 5m)`.
    """,
    wrong: "- name: slow\n  condition: value > 5",
    right: "- name: slow\n  metric: llm_request_duration_seconds\n  condition: value > 5")

  public static let invalidPattern = DiagnosticCode(
    "SR315", .error, "a regular expression that can't be compiled",
    """
    Patterns are in RE2 syntax: no look-around and no back-references, and so matched in linear time. They match whole \
    texts; `.*` at both ends finds a part. A pattern is a text in quotes, known when the rules are loaded.
    """,
    wrong: "model =~ \"gpt-(\"",
    right: "model =~ \"gpt-.*\"")

  public static let labelOutsideGrouping = DiagnosticCode(
    "SR316", .error, "a label that the rule doesn't group by",
    """
    A condition looks at a group of samples, which agree only in the labels of `by`. Which samples count is said by \
    `where` or by a label filter of one call.
    """,
    wrong: "condition: value > 5 and tenant == \"acme\"",
    right: "where: tenant == \"acme\"\ncondition: value > 5")

  public static let notALabel = DiagnosticCode(
    "SR317", .error, "something else than labels in `where`",
    """
    `where` decides for each single sample whether it counts, by its labels (and, with `on: event`, the event's \
    fields). Functions, metrics and `value` look at many samples: they belong into the condition. A label that is named \
    like one of them is written `attributes["count"]`.
    """,
    wrong: "where: count > 5",
    right: "where: model =~ \"gpt.*\"\ncondition: count > 5")

  public static let firingCycle = DiagnosticCode(
    "SR318", .error, "rules that wait for each other",
    "A rule is evaluated after the rules that it names, so a chain of them may not come back to where it began.")

  public static let recursiveMacro = DiagnosticCode(
    "SR319", .error, "a macro that contains itself",
    "A macro stands for its body, so it may not come up in it again, neither directly nor through other macros.")

  public static let expansionTooLarge = DiagnosticCode(
    "SR320", .error, "macros that expand to too much",
    """
    A condition may have 100,000 nodes and 400 levels after its macros are put in, all conditions together 500,000 \
    nodes. Macros that name others several times multiply.
    """)

  public static let unknownTemplateName = DiagnosticCode(
    "SR321", .error, "something that a template can't show",
    """
    A template shows `value`, `severity`, the labels of `by`, those under `labels`, and calls that stand in the rule's \
    condition too: only these are known when an alert is written.
    """,
    wrong: "summary: \"{{ valeu }}\"",
    right: "summary: \"{{ value }}\"")

  public static let unknownTemplateFilter = DiagnosticCode(
    "SR322", .error, "a filter that templates don't have",
    """
    The filters are `duration`, `percent`, `usd`, `number(digits)` and `time` for numbers, and `upper` and \
    `default("text")` for anything.
    """,
    wrong: "summary: \"{{ value | durration }}\"",
    right: "summary: \"{{ value | duration }}\"")
}
