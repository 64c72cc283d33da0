extension JSONWriter {
  package mutating func member(_ name: String, _ text: String) {
    key(name)
    string(text)
  }

  package mutating func labels(_ labels: LabelSet) {
    object { json in for label in labels.labels { json.member(label.name, label.value) } }
  }

  package mutating func evidence(_ value: EvidenceValue) {
    switch value {
    case .number(let number): self.number(number)
    case .boolean(let boolean?): self.boolean(boolean)
    case .boolean(nil): null()
    case .text(let text): string(text)
    }
  }
}
