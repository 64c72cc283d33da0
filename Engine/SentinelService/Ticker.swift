import SentinelRuntime
import ServiceLifecycle

/// Lets instants be judged that no event brings about.
struct Ticker: Service {
  let service: RunningService

  /// How late an instant may be judged, at most, when nothing arrives.
  private static let interval = Duration.milliseconds(250)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await service.tick()
        await service.releaseJournal()
        try? await Task.sleep(for: Self.interval)
      }
    }
  }
}
