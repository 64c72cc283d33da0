/// SR2xx: the text of expressions and the names in it.
extension DiagnosticCode {
  static let expression: [DiagnosticCode] = [
    unexpectedToken, unexpectedCharacter, unknownFunction, missingOperand, missingOperator, unterminatedString,
    invalidNumber, chainedComparison, unclosedBracket, emptyExpression, nestedTooDeep, misspelledOperator,
    typographicQuotes, invalidLabelFilter, invalidListElement, invalidTemplate, unknownMacro, unknownList, unknownRule,
    unknownName,
  ]

  public static let unexpectedToken = DiagnosticCode(
    "SR201", .error, "something stands where it can't",
    """
    The expression can't go on with what stands here: a bracket that closes nothing, a comma outside of arguments, \
    something behind the end.
    """,
    wrong: "(value > 5))",
    right: "(value > 5)")

  public static let unexpectedCharacter = DiagnosticCode(
    "SR202", .error, "a character that expressions don't use",
    """
    Outside of strings an expression has names, numbers, operators, brackets and commas. Characters that look like a \
    blank but are none often come along when text is copied from a web page.
    """,
    wrong: "value > 5;",
    right: "value > 5")

  public static let unknownFunction = DiagnosticCode(
    "SR203", .error, "a name that is not a function",
    """
    Only registered functions can be called. `sentinel functions` lists them, those of plugins included.
    """,
    wrong: "zscroe(24h) > 2",
    right: "zscore(24h) > 2")

  public static let missingOperand = DiagnosticCode(
    "SR204", .error, "an operator without its operand",
    """
    Operators with two operands need a value on both sides; the finding shows the operator, or what stands in the \
    operand's place.
    """,
    wrong: "value > 5 and",
    right: "value > 5 and count(5m) > 10")

  public static let missingOperator = DiagnosticCode(
    "SR205", .error, "two values without an operator between them",
    """
    Conditions are joined by `and` or `or`, values by a comparison or by arithmetic.
    """,
    wrong: "value > 5 count < 3",
    right: "value > 5 and count < 3")

  public static let unterminatedString = DiagnosticCode(
    "SR206", .error, "a string that doesn't end",
    """
    A string ends with the quote that it began with. Inside of it that quote is written with a backslash.
    """,
    wrong: "service == 'chat",
    right: "service == 'chat'")

  public static let invalidNumber = DiagnosticCode(
    "SR207", .error, "not a number",
    """
    Numbers have digits on both sides of the point and may have an exponent and single underscores between digits: \
    `0.5`, `1_000`, `2.5e3`. A percentage has its sign right behind the number: `50%`. An amount of money is `$40`; \
    `/h`, `/m` or `/d` right behind a number or amount makes a rate of it; there are no other units, so 3 a second are \
    `180/m`. Hexadecimal numbers, `NaN` and `Inf` are no literals.
    """,
    wrong: "value > .5",
    right: "value > 0.5")

  public static let chainedComparison = DiagnosticCode(
    "SR209", .error, "a comparison of a comparison",
    """
    Comparisons don't chain: `1 < x < 2` would compare the outcome of `1 < x`, which is true or false, with 2. Join \
    two comparisons by `and`.
    """,
    wrong: "1 < value < 2",
    right: "1 < value and value < 2")

  public static let unclosedBracket = DiagnosticCode(
    "SR210", .error, "a bracket that is never closed",
    """
    The finding shows the bracket that opens. In a YAML flow list (`[a, b]`) or mapping (`{a: b, c: d}`) commas split, \
    also those inside of parentheses: quote an expression that has commas.
    """,
    wrong: "(value > 5",
    right: "(value > 5)")

  public static let emptyExpression = DiagnosticCode(
    "SR211", .error, "an expression with nothing in it",
    "An expression stands here, like `value > 5`.",
    wrong: "condition: \"\"",
    right: "condition: value > 5")

  public static let nestedTooDeep = DiagnosticCode(
    "SR212", .error, "an expression nested deeper than 200",
    """
    Brackets, calls, and operators below operators may nest 200 levels. A chain of additions counts a level for each \
    sign; chains of `and` and `or` count one.
    """)

  public static let misspelledOperator = DiagnosticCode(
    "SR213", .error, "an operator of another language",
    """
    Equality is `==`, for `=` names an argument. `and` is also written `&&`, `or` also `||`, `not` also `!`.
    """,
    wrong: "provider = \"openai\"",
    right: "provider == \"openai\"")

  public static let typographicQuotes = DiagnosticCode(
    "SR214", .error, "typographic quotes around a string",
    """
    Strings stand in straight quotes, \" or '. Word processors and chat programs turn them into curved ones.
    """,
    wrong: "service == ‘chat’",
    right: "service == 'chat'")

  public static let invalidLabelFilter = DiagnosticCode(
    "SR215", .error, "a label filter that can't be read",
    """
    A metric in the argument of a function may have a label filter: `{a=\"x\", b!=\"y\", c=~\"r.*\", d!~\"r.*\"}`. \
    The values are strings in quotes.
    """,
    wrong: "rate(llm_requests{status=error}, 5m)",
    right: "rate(llm_requests{status=\"error\"}, 5m)")

  public static let invalidListElement = DiagnosticCode(
    "SR216", .error, "a list element that is not a literal",
    """
    The elements of a list in an expression are strings in quotes or numbers.
    """,
    wrong: "tenant in [acme, umbrella]",
    right: "tenant in [\"acme\", \"umbrella\"]")

  public static let invalidTemplate = DiagnosticCode(
    "SR217", .error, "a template that can't be read",
    """
    In an annotation `{{ expression }}` or `{{ expression | filter }}` is replaced by the value. To print two braces \
    write `{{ \"{{\" }}`.
    """,
    wrong: "summary: \"p99 is {{ value | duration\"",
    right: "summary: \"p99 is {{ value | duration }}\"")

  public static let unknownMacro = DiagnosticCode(
    "SR221", .error, "a macro that no file declares",
    "`@name` stands for a macro under `macros` in any of the loaded files.",
    wrong: "condition: \"@bussy\"",
    right:
      "macros:\n  busy: count(5m) > 100\nrules:\n  - name: crowded\n    metric: llm_requests\n    condition: \"@busy\"")

  public static let unknownList = DiagnosticCode(
    "SR222", .error, "a list that no file declares",
    "`$name` stands for a list under `lists` in any of the loaded files.",
    wrong: "where: tenant in $internl",
    right: "lists:\n  internal: [staging]\nrules:\n  - name: slow\n    where: tenant in $internal")

  public static let unknownRule = DiagnosticCode(
    "SR223", .error, "a rule that no file declares",
    "`firing(\"name\")` needs a rule of that name in any of the loaded files.",
    wrong: "firing(\"error_rate_hgih\")",
    right: "firing(\"error_rate_high\")")

  public static let unknownName = DiagnosticCode(
    "SR224", .error, "a name that stands for nothing",
    """
    A bare name is, in this order: `value`, a function, a metric, a label of the rule's `by`, another rule. A metric \
    that no detector declares is named under `metric` or in a call: `last(my_metric, 5m)`. With `on: event` the fields \
    and labels of events come first, and a name that is near to none of these is a metric or an attribute of the event.
    """,
    wrong: "condition: value > 5 and coumt > 3",
    right: "condition: value > 5 and count > 3")
}
