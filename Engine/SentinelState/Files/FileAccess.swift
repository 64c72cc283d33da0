/// How a file is opened.
package enum FileAccess: Sendable {
  /// To read what is there.
  case read
  /// To read and change what is there.
  case update
  /// To write from the start: made where it isn't there, emptied where it is; only its owner may read it.
  case create
}
