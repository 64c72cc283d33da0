/// A number of bytes, as users write it: `67108864`, `64MiB`, `1GB`.
package struct ByteCount: Sendable, Hashable, Comparable {
  package var bytes: Int

  package init(bytes: Int) { self.bytes = bytes }

  package static func kibibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count << 10) }
  package static func mebibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count << 20) }
  package static func gibibytes(_ count: Int) -> ByteCount { ByteCount(bytes: count << 30) }

  package static let units: [(name: String, bytes: Int)] = [
    ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("TB", 1_000_000_000_000),
    ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000), ("B", 1),
  ]

  /// nil for what is no whole number with a unit behind it.
  package init?(_ text: String) {
    let digits = text.utf8.prefix { $0 >= 0x30 && $0 <= 0x39 }
    let name = text[digits.endIndex...]
    guard let count = Int(text[..<digits.endIndex]), let unit = Self.units.first(where: { $0.name == name }) else {
      return nil
    }
    let (bytes, overflows) = count.multipliedReportingOverflow(by: unit.bytes)
    guard !overflows else { return nil }
    self.bytes = bytes
  }

  package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }
}

extension ByteCount: CustomStringConvertible {
  /// With the largest binary unit that divides it: `64MiB`; without a unit where none does.
  package var description: String {
    let unit = Self.units.prefix(4).first { bytes >= $0.bytes && bytes.isMultiple(of: $0.bytes) }
    return unit.map { "\(bytes / $0.bytes)\($0.name)" } ?? "\(bytes)"
  }
}
