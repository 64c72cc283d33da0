/// SR4xx: warnings about rules that are valid and hardly meant.
extension DiagnosticCode {
  static let lint: [DiagnosticCode] = [
    unknownMetric, differentUnits, decidedByRange, constantCondition, tooFewPoints, disabledRule, unseenSamples,
    unusedMacro, unusedList, shadowedRule, unevenHold, unlikelyLabel, hiddenSeverity, divisionLikeRate,
  ]

  public static let unknownMetric = DiagnosticCode(
    "SR401", .warning, "a metric that nobody declares",
    """
    No detector gives a metric of this name. It may still come with events, under `metrics`, and is a gauge then; but \
    most often the name is misspelt. `sentinel metrics` lists the declared ones.
    """,
    wrong: "metric: llm_cost_uds",
    right: "metric: llm_cost_usd",
    isRaisedByStrict: true)

  public static let differentUnits = DiagnosticCode(
    "SR402", .warning, "different units in one comparison or sum",
    """
    Seconds are not compared with USD, nor requests per second with a share. Metrics have units, and so have durations \
    (seconds), percentages (a share), `$40` (USD) and rates like `$40/h`; a bare number fits any unit.
    """,
    wrong: "rate(llm_cost_usd, 1h) > 5s",
    right: "rate(llm_cost_usd, 1h) > $40/h",
    isRaisedByStrict: true)

  public static let decidedByRange = DiagnosticCode(
    "SR403", .warning, "a comparison whose outcome is known before",
    """
    The values that can come up on both sides allow one outcome only: a share lies in 0…1, a count is not negative. \
    A percentage is written with its sign: `5%` is 0.05.
    """,
    wrong: "error_rate > 5",
    right: "error_rate > 5%",
    isRaisedByStrict: true)

  public static let constantCondition = DiagnosticCode(
    "SR404", .warning, "a condition that never or always holds",
    """
    Each part may be true and may be false, but not together: no number is above 10 and below 5, and no label is two \
    texts at once, so `model != "a" or model != "b"` always holds.
    """,
    wrong: "value > 10 and value < 5",
    right: "value > 10 or value < 5",
    isRaisedByStrict: true)

  public static let tooFewPoints = DiagnosticCode(
    "SR405", .warning, "a baseline that never has enough points",
    """
    The window holds fewer steps than the function needs, so its result is always unknown. Take a longer window or a \
    shorter `step`, or lower `min_points`.
    """,
    wrong: "zscore(5m) > 3",
    right: "zscore(1h) > 3")

  public static let disabledRule = DiagnosticCode(
    "SR406", .warning, "a disabled rule is named",
    "A rule with `enabled: false` never fires, so naming it stands for `false`.",
    wrong: "firing(\"off\")",
    right: "firing(\"on_duty\")")

  public static let unseenSamples = DiagnosticCode(
    "SR407", .warning, "a window shorter than the time between evaluations",
    "Samples between two windows are never seen. Take a window at least as long as `every`, or evaluate more often.",
    wrong: "every: 10m\nwindow: 1m",
    right: "every: 1m\nwindow: 1m")

  public static let unusedMacro = DiagnosticCode(
    "SR408", .warning, "a macro that nothing uses",
    "No rule of the loaded files uses the macro.")

  public static let unusedList = DiagnosticCode(
    "SR409", .warning, "a list that nothing uses",
    "No rule of the loaded files uses the list.")

  public static let shadowedRule = DiagnosticCode(
    "SR410", .warning, "a rule named like a function or metric",
    """
    As a bare name in a condition, the name stands for the function or metric; the rule is reached by \
    `firing("name")` only.
    """,
    wrong: "name: error_rate",
    right: "name: error_rate_high")

  public static let unevenHold = DiagnosticCode(
    "SR411", .warning, "`for` is no multiple of `every`",
    "A rule is looked at every `every`, so it fires at the first evaluation after `for` is over: later than written.",
    wrong: "every: 1m\nfor: 90s",
    right: "every: 30s\nfor: 90s")

  public static let unlikelyLabel = DiagnosticCode(
    "SR412", .warning, "a label that events hardly have",
    """
    Any name may be that of an attribute, so a misspelt label is none of the faults that are errors: it is empty for \
    every event. This one is almost the name of a field, or that of a field that is no label, such as `prompt`. In \
    `where` an attribute is written `attributes["statsu"]`, and is not asked about.
    """,
    wrong: "where: statsu == \"error\"",
    right: "where: status == \"error\"")

  public static let hiddenSeverity = DiagnosticCode(
    "SR413", .warning, "a severity that is never seen",
    """
    An alert has the highest severity whose condition holds. Where a higher one holds whenever the lower one does, \
    the lower one never shows; most often the two thresholds are exchanged.
    """,
    wrong: "severity: {warning: value > 20%, critical: value > 10%}",
    right: "severity: {warning: value > 10%, critical: value > 20%}")

  public static let divisionLikeRate = DiagnosticCode(
    "SR414", .warning, "a division that reads like a rate",
    """
    Rates are written per minute, hour or day: `6/m`, `$40/h`, `5/d`. `6/min` is 6 divided by the smallest sample of \
    the window.
    """,
    wrong: "rate(5m) > 6/min",
    right: "rate(5m) > 6/m")
}
