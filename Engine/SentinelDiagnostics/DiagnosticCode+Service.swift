/// SR617 and more: values in the configuration of the service.
extension DiagnosticCode {
  static let service: [DiagnosticCode] = [
    configurationValueType, configurationRange, configurationChoice, configurationText, missingConfigurationKey,
    missingVariable, malformedVariable, configurationConflict,
  ]

  public static let configurationValueType = DiagnosticCode(
    "SR617", .error, "value of the wrong type in a configuration",
    """
    The key takes another type of value. A text that comes from a variable is read like one that is written there: \
    `port: ${PORT}` is a number if the variable is one, and `port: "${PORT}"` is a text, because quotes make a text of \
    anything in YAML.
    """, wrong: "http: {port: \"8080\"}", right: "http: {port: 8080}")

  public static let configurationRange = DiagnosticCode(
    "SR618", .error, "value out of range in a configuration",
    """
    The value is of the right type but outside the range in which the engine works. The message names the range; both \
    ends belong to it.
    """, wrong: "http: {port: 99999}", right: "http: {port: 8080}")

  public static let configurationChoice = DiagnosticCode(
    "SR619", .error, "value that is none of its choices in a configuration",
    "The key takes one of a few words, in just this spelling. The message lists them.",
    wrong: "durability: fsynk", right: "durability: fsync")

  public static let configurationText = DiagnosticCode(
    "SR620", .error, "text that can't be read in a configuration",
    """
    The key takes a text of a form of its own: a duration, a number of bytes with its unit, a URL. The message says \
    which.
    """, wrong: "lateness: 10 sec", right: "lateness: 10s")

  public static let missingConfigurationKey = DiagnosticCode(
    "SR621", .error, "a key that a configuration lacks",
    """
    An alert channel needs a `type`, and each type has keys without which it can reach nobody. 'sentinel configuration' \
    lists them.
    """, wrong: "alerting:\n  channels:\n    - {type: pagerduty}",
    right: "alerting:\n  channels:\n    - {type: pagerduty, integration_key: \"${PAGERDUTY_KEY}\"}")

  public static let missingVariable = DiagnosticCode(
    "SR622", .error, "variable that the environment doesn't have",
    """
    `${NAME}` in a text stands for the variable of that name in the environment in which the engine was started. An \
    engine that runs with an empty key instead would fail later and elsewhere, so a variable must be set, or have a \
    default: `${NAME:-default}` takes the default where the variable is unset or empty.
    """, wrong: "data_dir: ${DATA}/sentinel", right: "data_dir: ${DATA:-data}/sentinel")

  public static let malformedVariable = DiagnosticCode(
    "SR623", .error, "variable that can't be read",
    """
    A variable is written `${NAME}` or `${NAME:-default}`; names are letters, digits and underscores. A default ends at \
    the first `}` and holds no variables. Where a dollar and a bracket are meant as such, write `$${`.
    """, wrong: "data_dir: ${DATA", right: "data_dir: ${DATA}")

  public static let configurationConflict = DiagnosticCode(
    "SR624", .error, "values of a configuration that don't fit each other",
    """
    Each value is fine, and together they can't work: two servers on one port, or a file of the journal that is larger \
    than the whole journal may be. The finding stands at one of the two, which is not always the one to change.
    """, wrong: "journal: {max_bytes: 16MiB, segment_bytes: 64MiB}",
    right: "journal: {max_bytes: 256MiB, segment_bytes: 64MiB}")
}
