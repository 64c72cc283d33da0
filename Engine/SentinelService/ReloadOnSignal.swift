import ServiceLifecycle
import UnixSignals

/// Reads the rules anew on SIGHUP.
struct ReloadOnSignal: Service {
  let reloader: RuleReloader

  func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      Readiness.notify("RELOADING=1")
      _ = await reloader.reload(.signal)
      Readiness.notify("READY=1")
    }
  }
}
