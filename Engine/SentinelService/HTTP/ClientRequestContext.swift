import Hummingbird
import Logging
import NIOCore

/// A request's context with the address of who sent it.
struct ClientRequestContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The address without the port; empty where there is none.
  let client: String

  init(source: Source) {
    coreContext = .init(source: source)
    client = source.channel.remoteAddress?.ipAddress ?? ""
  }
}
