import ArgumentParser
import SentinelDiagnostics
import SentinelModel

/// Groups by some of their labels: the option `--group`.
struct GroupChoice: Sendable {
  /// In the order given; an empty value asks for groups that lack the label.
  let labels: [(name: String, value: String)]

  /// Reads `service=chat,model=m`. A part without `=` goes on with the value before it, which may hold commas.
  init(reading text: String) throws {
    var labels: [(name: String, value: String)] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      if let equals = part.firstIndex(of: "="), equals != part.startIndex {
        labels.append((String(part[..<equals]), String(part[part.index(after: equals)...])))
      } else if labels.isEmpty {
        throw ValidationError("'\(text)' names no group; write LABEL=VALUE, several with commas: service=chat,model=m")
      } else {
        labels[labels.count - 1].value += "," + part
      }
    }
    self.labels = labels
  }

  /// - Throws: for a label that the rule's groups don't have.
  func check(against by: [String], of rule: String) throws {
    for label in labels where !by.contains(label.name) {
      let fact = UnknownName.error("label", label.name, in: by).message
      let known = by.isEmpty ? "has one group for all (by: [])" : "has groups by \(by.joined(separator: ", "))"
      throw ValidationError("--group: the rule '\(rule)' \(known); \(fact)")
    }
  }

  func holds(for group: LabelSet) -> Bool { labels.allSatisfy { group[$0.name] == $0.value } }

  var text: String { TerminalText.escape(labels.map { "\($0.name)=\($0.value)" }.joined(separator: ",")) }
}
