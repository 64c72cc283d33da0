import Glibc

/// A thread of our own: writing blocks, and must not block a thread that tasks share.
struct WriterThread: Sendable {
  /// What the thread runs, on its way to it.
  private final class Start {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  private let thread: pthread_t

  /// - Parameter body: runs in the thread, and what it holds is the thread's alone.
  init(_ body: @escaping () -> Void) throws(FileFailure) {
    var thread = pthread_t()
    let start = Unmanaged.passRetained(Start(body))
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, start.toOpaque())
    guard code == 0 else {
      start.release()
      throw FileFailure("start a thread", "journal", code)
    }
    self.thread = thread
  }

  /// Waits for its end; once, and from the thread itself without waiting.
  func join() {
    if pthread_equal(thread, pthread_self()) != 0 { pthread_detach(thread) } else { pthread_join(thread, nil) }
  }
}
