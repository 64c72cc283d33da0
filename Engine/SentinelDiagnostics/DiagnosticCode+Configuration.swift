/// SR6xx: configuration of plugins and of the service.
extension DiagnosticCode {
  static let configuration: [DiagnosticCode] =
    [
      unknownOption, optionType, optionRange, repeatedOption, optionChoice, optionText, unknownDetector,
      unknownConfigurationKey, configurationType, unusedConfiguration, duplicatePlugin, duplicateDetector,
      duplicateMetric, duplicateFunction, pluginNameStyle, outputNumbering,
    ] + service

  public static let unknownOption = DiagnosticCode(
    "SR601", .error, "unknown option of a detector",
    """
    A detector declares its options; a name that is not among them is most often misspelt, and would otherwise be \
    silently without effect. 'sentinel plugins' lists the options of each detector with their defaults.
    """, wrong: "warmpu: 50", right: "warmup: 50")

  public static let optionType = DiagnosticCode(
    "SR602", .error, "option of the wrong type",
    """
    The option takes another type of value: a whole number where a fraction is given, a duration where a bare number \
    is given, a list where a single text is given. Quotes make a text of anything in YAML.
    """, wrong: "half_life: 300", right: "half_life: 5m")

  public static let optionRange = DiagnosticCode(
    "SR603", .error, "option out of range",
    """
    The value is of the right type but outside the range in which the detector works. The message names the range; \
    both ends belong to it.
    """, wrong: "warmup: 1", right: "warmup: 2")

  public static let repeatedOption = DiagnosticCode(
    "SR604", .error, "option given twice",
    "An option may be given once. With two values it is not clear which one is meant, so neither is taken.",
    wrong: "warmup: 50\nwarmup: 60", right: "warmup: 60")

  public static let optionChoice = DiagnosticCode(
    "SR605", .error, "option is none of its choices",
    "The option takes one of a few words, in just this spelling. The message lists them.",
    wrong: "method: medain", right: "method: median")

  public static let optionText = DiagnosticCode(
    "SR606", .error, "a text of an option can't be read",
    """
    The option holds texts of a form of their own, such as the rows of a price table, and one of them doesn't have \
    that form. The message says which one and where it goes wrong.
    """, wrong: "prices: [\"my-model in=abc out=2\"]", right: "prices: [\"my-model in=0.5 out=2\"]")

  public static let unknownDetector = DiagnosticCode(
    "SR607", .error, "options of a detector that doesn't exist",
    """
    Below `detectors` stand the types of detectors, each with its options. The type is misspelt, or the plugin that \
    brings the detector is not built into this engine. 'sentinel plugins' lists all detectors with their options.
    """, wrong: "detectors:\n  costs: {use_prices: false}", right: "detectors:\n  cost: {use_prices: false}")

  public static let unknownConfigurationKey = DiagnosticCode(
    "SR608", .error, "a key that a configuration doesn't have",
    """
    A misspelt key would otherwise be silently without effect. 'sentinel configuration' lists the keys with what they \
    take, their defaults and their meaning.
    """, wrong: "detector:\n  cost: {use_prices: false}", right: "detectors:\n  cost: {use_prices: false}")

  public static let configurationType = DiagnosticCode(
    "SR609", .error, "a part of a configuration that is no mapping",
    """
    A configuration is a mapping, and so is each of its sections, such as `http`. `detectors` is a mapping from detector \
    types, and below each type stands a mapping from its options to their values.
    """, wrong: "detectors: [cost]", right: "detectors:\n  cost: {use_prices: false}")

  public static let unusedConfiguration = DiagnosticCode(
    "SR610", .warning, "a part of a configuration that is not used here",
    """
    A configuration file may serve the service and the commands alike. What it says about how the service runs, where \
    events come from and alerts go to, has no part in judging recorded events, and isn't checked either: replays and \
    tests look at `detectors` alone. 'sentinel check --config' checks all of it.
    """)

  public static let duplicatePlugin = DiagnosticCode(
    "SR611", .error, "two plugins of one name",
    "Plugins are known by their names. Remove one of the two from the list, or rename it.")

  public static let duplicateDetector = DiagnosticCode(
    "SR612", .error, "two detectors of one type",
    """
    A detector's type is the key under which it is configured and under which its state is kept, so it must be \
    unique among all loaded plugins. Rename one, with the plugin's name in front where both are meant.
    """)

  public static let duplicateMetric = DiagnosticCode(
    "SR613", .error, "two metrics of one name",
    """
    Rules name metrics without saying which plugin they come from, so a metric's name and its aliases must be unique \
    among all loaded plugins. Rename one; an alias may keep the old name alive only if nobody else uses it.
    """)

  public static let duplicateFunction = DiagnosticCode(
    "SR614", .error, "two functions of one name",
    """
    A plugin's function may not have the name of a built-in function or of another plugin's: rules that worked \
    would change their meaning when a plugin is added. Rename it.
    """)

  public static let pluginNameStyle = DiagnosticCode(
    "SR615", .error, "name that rules can't write",
    """
    Names of metrics, aliases, functions and detector types are snake case: a lower-case letter, then lower-case \
    letters, digits and underscores. Others could not be written in a rule.
    """, wrong: "LLM-Latency", right: "llm_latency")

  public static let outputNumbering = DiagnosticCode(
    "SR616", .error, "outputs that don't count up from 0",
    """
    A detector's outputs are an enumeration with raw values 0, 1, 2, … in the order of its cases, because samples \
    are kept in columns by that number. Write `case first, second` without values of your own.
    """)
}
