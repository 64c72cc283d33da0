/// What a file may ask of its reader [P5].
public struct YAMLLimits: Sendable {
  /// Bytes of the file.
  public var bytes: Int
  /// Scalars (keys too), sequences and mappings, with aliases replaced by what they stand for.
  public var nodes: Int
  /// Sequences and mappings inside each other, with aliases replaced by what they stand for.
  public var depth: Int

  public init(bytes: Int, nodes: Int, depth: Int) {
    self.bytes = bytes
    self.nodes = nodes
    self.depth = depth
  }

  /// 4 MiB, 100,000 nodes, 64 deep.
  public static let standard = YAMLLimits(bytes: 4 << 20, nodes: 100_000, depth: 64)
}
