package io.davit.executor.server;

import io.davit.executor.server.Exchange.Body;
import io.davit.problem.EngineUnavailable;
import io.davit.problem.Failure;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Listens on a Unix socket and answers by a table of routes.
public final class EngineServer implements AutoCloseable {
  private static final int CLOSE_SECONDS = 5;

  private final Logger log = System.getLogger(EngineServer.class.getName());
  private final Router router;
  private final Vertx vertx;
  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private EngineServer(Router router) {
    this.router = router;
    limitBuffers();
    VertxOptions options =
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1);
    options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    this.vertx = Vertx.builder().with(options).withTransport(Transport.EPOLL).build();
    this.http =
        vertx.createHttpServer(
            new HttpServerOptions().setHttp2ClearTextEnabled(false).setMaxHeaderSize(1 << 16));
  }

  /// One event loop needs one arena, and a few small chunks: by default Netty would hold megabytes
  /// for every thread that ever touched a buffer. Read when Netty's first class is.
  private static void limitBuffers() {
    System.setProperty("io.netty.allocator.type", "pooled");
    System.setProperty("io.netty.allocator.numDirectArenas", "1");
    System.setProperty("io.netty.allocator.numHeapArenas", "1");
    System.setProperty("io.netty.allocator.maxOrder", "3");
    System.setProperty("io.netty.allocator.useCacheForAllThreads", "false");
  }

  /// @param socket replaced when it exists: the caller holds the engine's lock
  /// @throws EngineUnavailable when it cannot listen there
  public static EngineServer listen(Path socket, Routes... routes) {
    if (!Transport.EPOLL.available()) {
      throw new EngineUnavailable(
          "the native epoll transport cannot be loaded: "
              + Transport.EPOLL.unavailabilityCause().getMessage(),
          new Resource("path", socket.toString()),
          "run on Linux with glibc, x86-64 or aarch64");
    }
    Router router = new Router();
    for (Routes group : routes) {
      group.addTo(router);
    }
    EngineServer server = new EngineServer(router);
    server.http.connectionHandler(
        connection -> UpgradeHandler.install(((ConnectionBase) connection).channel()));
    server.http.requestHandler(server::receive);
    try {
      server
          .http
          .listen(SocketAddress.domainSocketAddress(socket.toString()))
          .toCompletionStage()
          .toCompletableFuture()
          .get();
      return server;
    } catch (ExecutionException e) {
      server.close();
      throw new EngineUnavailable(
          "cannot listen on " + socket + ": " + e.getCause(),
          Optional.of(new Resource("path", socket.toString())),
          Optional.of("choose another place with --run or DAVIT_HOST"),
          e);
    } catch (InterruptedException e) {
      server.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// A group of routes about one subject.
  public interface Routes {
    void addTo(Router router);
  }

  /// On the event loop: finds the route, and hands over once the body is there.
  private void receive(HttpServerRequest request) {
    Context context = vertx.getOrCreateContext();
    Channel channel = ((ConnectionBase) request.connection()).channel();
    DockerHeaders.putOn(request.response());
    ApiVersion.Path path;
    try {
      path = ApiVersion.split(Objects.requireNonNullElse(request.path(), "/"));
    } catch (Failure failure) {
      exchange(request, context, channel, ApiVersion.NEWEST, Map.of(), NO_BODY).fail(failure);
      return;
    }
    String original = request.getHeader(UpgradeHandler.ORIGINAL_METHOD);
    String method = original == null ? request.method().name() : original;
    Optional<Router.Match> found = router.match(method, path.path());
    Router.Match match = found.orElseGet(() -> notServed(method, path.path()));
    if (match.streamedBody()) {
      request.pause();
      BodyStream body = new BodyStream(context, request);
      body.start();
      run(match, exchange(request, context, channel, path, match, new Body.Streamed(body)));
      return;
    }
    request
        .body()
        .onSuccess(
            body ->
                run(match, exchange(request, context, channel, path, match, new Body.Whole(body))));
  }

  private static final Body NO_BODY = new Body.Whole(io.vertx.core.buffer.Buffer.buffer());

  private static Exchange exchange(
      HttpServerRequest request,
      Context context,
      Channel channel,
      ApiVersion.Path path,
      Router.Match match,
      Body body) {
    return exchange(request, context, channel, path.version(), match.variables(), body);
  }

  private static Exchange exchange(
      HttpServerRequest request,
      Context context,
      Channel channel,
      ApiVersion version,
      Map<String, String> variables,
      Body body) {
    return new Exchange(request, context, channel, version, variables, body);
  }

  private void run(Router.Match match, Exchange exchange) {
    threads.execute(
        () -> {
          try {
            match.handler().answer(exchange);
          } catch (IOException e) {
            log.log(Level.DEBUG, "a client went away", e);
            exchange.fail(e);
          } catch (Failure failure) {
            exchange.fail(failure);
          } catch (Throwable e) { // errors too: whatever happens, the client gets an answer
            log.log(Level.ERROR, "a request failed unexpectedly", e);
            exchange.fail(e);
          }
        });
  }

  private static Router.Match notServed(String method, String path) {
    return new Router.Match(
        _ -> {
          throw new Unsupported(
              "the engine does not serve " + method + " " + path,
              new Resource("path", path),
              "see docs/api.md for what it serves");
        },
        false,
        Map.of());
  }

  /// Who is at the other end of a connection, by SO_PEERCRED.
  static String peer(Channel channel) throws IOException {
    if (channel instanceof EpollDomainSocketChannel unix) {
      var credentials = unix.peerCredentials();
      return "uid " + credentials.uid() + ", pid " + credentials.pid();
    }
    return "unknown";
  }

  /// Ends open requests and stops listening.
  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.log(Level.WARNING, "the server did not close in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
  }
}
