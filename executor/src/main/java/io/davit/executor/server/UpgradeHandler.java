package io.davit.executor.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AttributeKey;

/// Lets one connection do what Docker's hijacking needs and Vert.x does not offer: an upgrade of a
/// POST, and a client that ends its direction while the engine's goes on.
///
/// It stands before Vert.x's own handler. The half-close of a connection that is not hijacked
/// closes it, as it would without this handler.
final class UpgradeHandler extends ChannelInboundHandlerAdapter {
  static final String ORIGINAL_METHOD = "X-Davit-Original-Method";
  private static final AttributeKey<Runnable> INPUT_ENDED = AttributeKey.valueOf("davit-input-end");

  static void install(Channel channel) {
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    channel.pipeline().addBefore("handler", "docker-upgrade", new UpgradeHandler());
  }

  /// From now on the connection is hijacked.
  ///
  /// @param inputEnded called on the event loop when the client has ended its direction
  static void hijacked(Channel channel, Runnable inputEnded) {
    channel.attr(INPUT_ENDED).set(inputEnded);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof HttpRequest request) {
      request.headers().remove(ORIGINAL_METHOD);
      if (request.method().equals(HttpMethod.POST) && request.headers().contains("Upgrade")) {
        request.headers().set(ORIGINAL_METHOD, "POST");
        request.setMethod(HttpMethod.GET);
      }
    }
    super.channelRead(context, message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof ChannelInputShutdownEvent) {
      Runnable inputEnded = context.channel().attr(INPUT_ENDED).get();
      if (inputEnded == null) {
        var _ = context.close();
      } else {
        inputEnded.run();
      }
      return;
    }
    super.userEventTriggered(context, event);
  }
}
