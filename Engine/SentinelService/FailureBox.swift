import Synchronization

/// What ended the service, for the thread that waits for it.
final class FailureBox: Sendable {
  private let message = Mutex<String?>(nil)
  var text: String? { message.withLock { $0 } }
  func set(_ text: String) { message.withLock { $0 = text } }
}
