import SentinelModel
import ServiceLifecycle

/// Before anything is ended: says that the service isn't ready and lets requests come for a while, so that whoever
/// spreads the load can see it.
struct DrainDelay: Service {
  let service: RunningService
  let delay: TimeSpan

  func run() async throws {
    try? await gracefulShutdown()
    service.setReady(false)
    Readiness.notify("STOPPING=1")
    if delay > .zero { try? await Task.sleep(for: .nanoseconds(delay.nanoseconds)) }
  }
}
