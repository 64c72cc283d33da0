public import SentinelDiagnostics

/// A node of a YAML document with its exact place.
///
/// Aliases are expanded and merge keys (`<<`) applied: what remains is scalars, sequences and mappings. An aliased node
/// keeps the range of the anchor's text, so a fault inside is shown where it is written; ``aliasRange`` says where it
/// was used.
public struct YAMLNode: Sendable {
  public indirect enum Content: Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    case mapping([Entry])
  }

  public struct Entry: Sendable {
    public let key: YAMLScalar
    public let keyRange: SourceRange
    public let value: YAMLNode

    public init(key: YAMLScalar, keyRange: SourceRange, value: YAMLNode) {
      self.key = key
      self.keyRange = keyRange
      self.value = value
    }
  }

  public let content: Content
  /// From the first to behind the last character of the node's text, without its anchor and tag. A missing value
  /// (`key:`) is the empty range behind the colon.
  public let range: SourceRange
  /// The alias (`*name`) through which the node came here.
  public let aliasRange: SourceRange?

  public init(_ content: Content, range: SourceRange, aliasRange: SourceRange? = nil) {
    self.content = content
    self.range = range
    self.aliasRange = aliasRange
  }
}
