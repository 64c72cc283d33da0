/// A text that can't be printed: descriptions, interpolation and reflection all say `<secret>`.
///
/// Only ``revealedBytes()`` gives the text, so that a search for that name finds every place where a secret gets out.
package struct Secret: Sendable, Equatable {
  private let text: String

  package init(_ text: String) { self.text = text }

  /// The secret itself, in UTF-8, for the request that carries it and for nothing else.
  package func revealedBytes() -> [UInt8] { Array(text.utf8) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<secret>" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
