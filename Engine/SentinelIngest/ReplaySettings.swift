/// How a replay reads its inputs.
package struct ReplaySettings: Sendable {
  /// Events of each input that are held back to bring late ones into order.
  package var reorderBuffer = 65_536
  /// Bytes of texts and labels of each input that are held back at most, whatever `reorderBuffer` says.
  package var reorderBytes = 256 << 20
  /// The longest line or event, in bytes; longer ones are refused.
  package var eventLimit = 16 << 20
  /// Bytes asked for in one read; what is read stays in the processor's cache until it is decoded.
  package var readSize = 1 << 16
  /// The format of all inputs; nil goes by the extension.
  package var format: InputFormat?

  package init() {}
}
