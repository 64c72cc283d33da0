import CRE2

/// A regular expression in RE2 syntax that matches whole strings in time linear in their length; `.` matches newlines.
public final class Pattern: @unchecked Sendable, Hashable {
  // RE2 objects are immutable and thread-safe once compiled; this class only owns the pointer.

  /// The pattern as the user wrote it.
  public let source: String
  private let handle: OpaquePointer

  /// Why a pattern was refused, in RE2's words.
  public struct Failure: Error, Sendable, Equatable {
    public let reason: String
  }

  /// Compiles `source`. Memory for one pattern is bounded at 8 MiB.
  public init(_ source: String) throws(Failure) {
    var error = [CChar](repeating: 0, count: 256)
    var text = source
    let created = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { sentinel_re2_create($0.baseAddress, $0.count, &error, error.count) }
    }
    guard let created else {
      throw Failure(reason: String(decoding: error.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
    self.source = source
    handle = created
  }

  deinit { sentinel_re2_free(handle) }

  /// Whether all of `text` matches.
  public func matchesWhole(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.withMemoryRebound(to: CChar.self) { sentinel_re2_matches_whole(handle, $0.baseAddress, $0.count) }
  }

  /// Whether all of `text` matches.
  public func matchesWhole(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { matchesWhole($0) }
  }

  public static func == (left: Pattern, right: Pattern) -> Bool { left.source == right.source }
  public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}
