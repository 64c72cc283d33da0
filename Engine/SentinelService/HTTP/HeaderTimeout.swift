import NIOCore
import NIOHTTPTypes

/// Closes a connection that has not sent the head of its first request in time: many that trickle bytes would else hold
/// all connections there are. Between requests the idle timeout watches.
final class HeaderTimeout: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart

  private let timeout: TimeAmount
  private var closing: Scheduled<Void>?

  init(_ timeout: TimeAmount) { self.timeout = timeout }

  func channelActive(context: ChannelHandlerContext) {
    let channel = context.channel
    closing = context.eventLoop.scheduleTask(in: timeout) { channel.close(promise: nil) }
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    closing?.cancel()
    closing = nil
    context.fireChannelRead(data)
  }

  func channelInactive(context: ChannelHandlerContext) {
    closing?.cancel()
    context.fireChannelInactive()
  }
}
