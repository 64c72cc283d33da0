/// SR0xx: what is wrong with a file's YAML.
extension DiagnosticCode {
  static let yaml: [DiagnosticCode] = [
    yamlSyntax, needsQuotes, unclosedText, duplicateKey, secondDocument, customTag, compoundKey, fileTooLarge,
    tooManyNodes, yamlTooDeep, undefinedAlias, mergeValue, invalidUTF8, otherEncoding, controlCharacter, colonInText,
    unknownEscape,
  ]

  public static let yamlSyntax = DiagnosticCode(
    "SR001", .error, "text that is no YAML",
    """
    The file can't be read as YAML from here on. Most often a line is indented by too much or too little, a bracket \
    or quote is missing, or something stands behind a value that was complete.
    """,
    wrong: "- name: a\n   metric: llm_requests",
    right: "- name: a\n  metric: llm_requests")

  public static let needsQuotes = DiagnosticCode(
    "SR002", .error, "a text that needs YAML quotes",
    """
    A few characters mean something to YAML where a value begins: `@`, a backquote and `%` are reserved, `!` begins a \
    tag, `*` an alias, `&` an anchor. A condition that begins with one of them stands between quotes. So does one \
    with a comma inside a list in brackets, which would be split there.
    """,
    wrong: "condition: @busy and value > 5",
    right: "condition: \"@busy and value > 5\"")

  public static let unclosedText = DiagnosticCode(
    "SR003", .error, "a quote or bracket that is never closed",
    "The text in quotes, or the list or mapping in brackets, that begins here goes on to the end of the file.",
    wrong: "description: \"no end",
    right: "description: \"an end\"")

  public static let duplicateKey = DiagnosticCode(
    "SR004", .error, "a key given twice in one mapping",
    """
    Only one of the two values can hold, and YAML doesn't say which one. The finding stands at the second key. A key \
    that comes in by a merge key (`<<`) is no duplicate: the one written out wins.
    """,
    wrong: "labels: {team: x, team: y}",
    right: "labels: {team: x}")

  public static let secondDocument = DiagnosticCode(
    "SR005", .error, "a second YAML document in one file",
    "A file holds one document. Remove the line `---`, or put what follows it into a file of its own.",
    wrong: "rules: []\n---\nrules: []",
    right: "rules: []")

  public static let customTag = DiagnosticCode(
    "SR006", .error, "a YAML tag that isn't known here",
    """
    `!name` in front of a value is a YAML tag. Only the tags of the core schema (`!!str`, `!!int`, `!!float`, \
    `!!bool`, `!!null`, `!!seq`, `!!map`) are known, and only on values that they fit. A condition that begins with \
    the operator `!` needs quotes, or `not` in its place.
    """,
    wrong: "condition: !absent(5m)",
    right: "condition: not absent(5m)")

  public static let compoundKey = DiagnosticCode(
    "SR007", .error, "a key that is no short text",
    """
    Keys are texts of at most 1,024 bytes. A text that begins with `{` or `[`, such as a template, is taken for a mapping or list \
    unless it stands between quotes.
    """,
    wrong: "summary: {{ value }}",
    right: "summary: \"{{ value }}\"")

  public static let fileTooLarge = DiagnosticCode(
    "SR008", .error, "file over the size limit",
    "A rule file may have 4 MiB. Split it: rules, macros and lists are found in all files of a directory.")

  public static let tooManyNodes = DiagnosticCode(
    "SR009", .error, "more nodes than a file may have",
    """
    Keys, values, lists and mappings are counted after aliases are replaced by what they stand for, so that a small \
    file can't unfold to a huge one. A file may have 100,000, and aliases may bring in as many bytes of text as a file \
    may have.
    """)

  public static let yamlTooDeep = DiagnosticCode(
    "SR010", .error, "nested deeper than a file may be",
    "Lists and mappings may be nested 64 deep, aliases included. `and`, `or` and macros keep conditions flat.")

  public static let undefinedAlias = DiagnosticCode(
    "SR011", .error, "an alias without its anchor",
    """
    `*name` stands for the value that was marked `&name` before it in the same file. A value can't contain itself. \
    A text that begins with `*` needs quotes.
    """,
    wrong: "by: *groups",
    right: "by: &groups [service, model]")

  public static let mergeValue = DiagnosticCode(
    "SR012", .error, "a merge key with nothing to merge",
    "`<<` takes in the keys of a mapping, or of each mapping of a list, mostly by alias. Nothing else can be merged.",
    wrong: "<<: 5",
    right: "<<: *defaults")

  public static let invalidUTF8 = DiagnosticCode(
    "SR013", .error, "bytes that are no UTF-8",
    "Files are read as UTF-8. The place is that of the first byte that can't be read so; save the file as UTF-8.")

  public static let otherEncoding = DiagnosticCode(
    "SR014", .error, "file in another encoding than UTF-8",
    "The file begins with the byte order mark of UTF-16 or UTF-32. Save it as UTF-8.")

  public static let controlCharacter = DiagnosticCode(
    "SR015", .error, "a control character",
    """
    YAML allows no control characters besides tab and line ends. In double quotes they can be written as escapes \
    such as `\\x07`.
    """)

  public static let colonInText = DiagnosticCode(
    "SR016", .error, "a colon that YAML takes for the end of a key",
    """
    A colon followed by a blank separates key and value, also where it is meant as a part of a text without quotes. \
    Write named arguments with `=`, or put the text between quotes. Where the colon does end a key, the line is \
    indented by more than the keys it belongs to, or the line above lacks its own colon.
    """,
    wrong: "condition: psi(15m, baseline: 1h) > 0.2",
    right: "condition: psi(15m, baseline=1h) > 0.2")

  public static let unknownEscape = DiagnosticCode(
    "SR017", .error, "a backslash that begins no escape",
    """
    In double quotes a backslash begins a YAML escape such as `\\n` or `\\"`. Patterns are best put between single \
    quotes, where a backslash is only a backslash.
    """,
    wrong: "condition: \"model =~ 'gpt-\\d'\"",
    right: "condition: 'model =~ \"gpt-\\d\"'")
}
