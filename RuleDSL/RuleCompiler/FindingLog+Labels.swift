import SentinelDiagnostics
import SentinelModel

/// Names of labels that are hardly meant: any name may be that of an attribute, so these are warnings.
extension FindingLog {
  /// How an attribute is named where the label stands.
  enum LabelPlace {
    /// `where`, which also has `attributes["x"]`.
    case filter
    /// `by`, `{…}`, the label of `distinct`.
    case name
  }

  private static let fields = Array(EventFieldName.texts.keys) + Array(EventFieldName.numbers.keys)
  private static let known = LabelReference.topLevelNames + fields

  func warnOfLabel(_ name: String, at range: SourceRange, _ place: LabelPlace) {
    guard !LabelReference.isTopLevel(name) else { return }
    if EventFieldName.isKnown(name) || EventFieldName.waysOut[name] != nil {
      return report(
        .unlikelyLabel, "'\(name)' is a field of events, but no label", at: range,
        help: "here it is an attribute of that name, which is empty unless events have one")
    }
    guard let meant = slip(of: name, in: Self.known) else { return }
    let way =
      place == .filter
      ? "an attribute of that name is written attributes[\"\(name)\"]" : "it is taken as an attribute of that name"
    report(.unlikelyLabel, "events have no field '\(name)'", at: range, label: "did you mean '\(meant)'?", help: way)
  }
}
