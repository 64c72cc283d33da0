import SentinelModel

/// The stable identity of an alert [P55]: FNV-1a 64 over the rule's name and its non-empty group labels in name order,
/// every string followed by a byte 0xFF.
enum Fingerprint {
  static func of(rule: String, labels: LabelSet) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func take(_ text: String) {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01b3
    }
    take(rule)
    for label in labels.labels {
      take(label.name)
      take(label.value)
    }
    return hash
  }
}
