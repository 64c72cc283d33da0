import Glibc

/// What a command may know of the screen that a stream goes to.
package struct Console: Sendable {
  package let isTerminal: Bool
  /// Columns.
  package let width: Int
  /// Colours are for terminals, and only where `NO_COLOR` is not set.
  package let usesColour: Bool

  package init(isTerminal: Bool, width: Int = 80, usesColour: Bool = false) {
    self.isTerminal = isTerminal
    self.width = width
    self.usesColour = usesColour
  }

  /// The screen behind an open file descriptor.
  static func behind(_ descriptor: Int32) -> Console {
    guard isatty(descriptor) == 1 else { return Console(isTerminal: false) }
    var size = winsize()
    let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let refusesColour = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    return Console(isTerminal: true, width: isKnown ? Int(size.ws_col) : 80, usesColour: !refusesColour)
  }
}
