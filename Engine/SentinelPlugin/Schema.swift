public import SentinelDiagnostics

/// What a detector's configuration holds: decoding, ranges, unknown-key errors and docs from one declaration.
///
///     static let schema = Schema<Self>(
///       .init("warmup", \.warmup, in: 2...1_000_000, "events before the first score"),
///       .init("half_life", \.halfLife, in: .seconds(1) ... .days(7), "how fast it forgets"))
public struct Schema<Configuration: DetectorConfiguration>: Sendable {
  private let fields: [SchemaField<Configuration>]

  public init(_ fields: SchemaField<Configuration>...) { self.fields = fields }

  /// In the order of declaration.
  public var options: [SchemaOption] { fields.map(\.option) }

  /// The configuration as a JSON schema (draft 2020-12), for editors.
  public var jsonSchema: String {
    JSONText.object([
      ("$schema", JSONText.string("https://json-schema.org/draft/2020-12/schema")),
      ("type", "\"object\""), ("additionalProperties", "false"),
      ("properties", JSONText.object(options.map { ($0.name, $0.jsonSchema) })),
    ])
  }

  /// The configuration that `written` says, with defaults for what it leaves out; all mistakes at once.
  public func decode(_ written: DetectorOptions) throws(Diagnostics) -> Configuration {
    var configuration = Configuration()
    var diagnostics = Diagnostics()
    var seen: [String: SourceRange] = [:]
    for entry in written.entries {
      guard let field = fields.first(where: { $0.option.name == entry.name }) else {
        diagnostics.append(unknown(entry))
        continue
      }
      if let first = seen.updateValue(entry.nameRange, forKey: entry.name) {
        diagnostics.append(
          Diagnostic(
            .repeatedOption, "option '\(entry.name)' is given twice", at: entry.nameRange,
            notes: [.init("first given here", at: first)], help: "keep one of the two"))
        continue
      }
      do throws(OptionFault) { try field.set(entry.value, &configuration) } catch {
        diagnostics.append(Self.finding(error, entry, field.option))
      }
    }
    if !diagnostics.isEmpty { throw diagnostics }
    return configuration
  }

  private func unknown(_ entry: DetectorOptions.Entry) -> Diagnostic {
    let names = options.map(\.name)
    let known = names.isEmpty ? "there are no options here" : "known are \(names.sorted().joined(separator: ", "))"
    return Diagnostic(
      .unknownOption, "'\(entry.name)' is not an option", at: entry.nameRange,
      label: Spelling.nearest(to: entry.name, in: names).map { "did you mean '\($0)'?" }, help: known)
  }

  private static func finding(
    _ fault: OptionFault, _ entry: DetectorOptions.Entry, _ option: SchemaOption
  ) -> Diagnostic {
    let (range, help) = (entry.valueRange, "'\(option.name)': \(option.help); default \(option.defaultText)")
    switch fault {
    case .wrongType:
      return Diagnostic(
        .optionType, "'\(option.name)' must be \(option.expectation), not \(entry.value.kind)", at: range, help: help)
    case .outOfRange:
      return Diagnostic(.optionRange, "'\(option.name)' must be \(option.expectation)", at: range, help: help)
    case .unknownChoice(let choices):
      let written = if case .text(let text) = entry.value { text } else { "" }
      return Diagnostic(
        .optionChoice, "'\(option.name)' must be \(option.expectation)", at: range,
        label: Spelling.nearest(to: written, in: choices).map { "did you mean '\($0)'?" }, help: help)
    case .malformed(let text, let reason):
      return Diagnostic(
        .optionText, "'\(text)' in '\(option.name)' can't be read: \(reason)", at: entry.range(of: text),
        help: "expected is \(option.expectation)")
    }
  }
}
