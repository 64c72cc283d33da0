import ServiceLifecycle

/// Reloads rules when their files have changed and have stayed so for a moment: a file that is half written, or a link
/// that is being swapped, is not what anybody means.
struct RuleWatch: Service {
  let reloader: RuleReloader

  private static let interval = Duration.seconds(1)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var last = await reloader.diskDigest
      var tried = last
      while !Task.isCancelled {
        try? await Task.sleep(for: Self.interval)
        let digest = await reloader.diskDigest
        defer { last = digest }
        guard digest == last, let digest, digest != tried else { continue }
        tried = digest
        if await reloader.diskDiffers { _ = await reloader.reload(.watch) }
      }
    }
  }
}
