package io.davit.network.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// Serves the names of all sandboxes: one thread, one selector, whatever their number. Safe for
/// concurrent use.
public final class NameServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(NameServer.class.getName());
  private static final int BURST = 64;
  private static final int QUERY_BYTES = 4096;
  private static final int CONVERSATIONS_PER_SANDBOX = 32;

  private final Zone zone;
  private final Upstream upstream;
  private final HostSockets host;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final Selector selector;
  private final Forwarder forwarder;
  private final Thread thread;
  private final Map<String, Sandbox> sandboxes = new ConcurrentHashMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(QUERY_BYTES);
  private volatile boolean closed;

  /// @param random safe for concurrent use
  public NameServer(
      NameTable names,
      Upstream upstream,
      HostSockets host,
      RandomGenerator random,
      InstantSource clock) {
    this.zone = new Zone(names, random);
    this.upstream = upstream;
    this.host = host;
    this.random = random;
    this.clock = clock;
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.forwarder = new Forwarder(selector, host, random);
    this.thread = Thread.ofPlatform().name("davit-dns").daemon().unstarted(this::run);
  }

  /// A sandbox that is served.
  static final class Sandbox {
    private final ResolverSockets sockets;
    private volatile Zone.View view;
    final AtomicInteger conversations = new AtomicInteger();

    /// Questions under way to other servers; confined to the server's thread.
    int forwarded;

    private Sandbox(ResolverSockets sockets, Zone.View view) {
      this.sockets = sockets;
      this.view = view;
    }

    Zone.View view() {
      return view;
    }

    void send(ByteBuffer reply, SocketAddress client) {
      try {
        sockets.udp().send(reply, client);
      } catch (IOException e) {
        // The client asks again, or the sandbox is gone.
        return;
      }
    }
  }

  /// Starts the serving thread; call once.
  public NameServer start() {
    thread.start();
    return this;
  }

  /// Serves a sandbox from now on.
  ///
  /// @param sockets closed by [#stop]
  public void serve(String sandboxId, ResolverSockets sockets, Zone.View view) {
    Sandbox sandbox = new Sandbox(sockets, view);
    sandboxes.put(sandboxId, sandbox);
    try {
      sockets.udp().register(selector, SelectionKey.OP_READ, sandbox);
      sockets.tcp().register(selector, SelectionKey.OP_ACCEPT, sandbox);
    } catch (ClosedChannelException e) {
      throw new UncheckedIOException(e);
    }
    selector.wakeup();
  }

  /// Whether a sandbox is served.
  public boolean serves(String sandboxId) {
    return sandboxes.containsKey(sandboxId);
  }

  public void change(String sandboxId, Zone.View view) {
    Sandbox sandbox = sandboxes.get(sandboxId);
    if (sandbox != null) {
      sandbox.view = view;
    }
  }

  /// Closes a sandbox's sockets; safe to call twice.
  public void stop(String sandboxId) {
    Sandbox sandbox = sandboxes.remove(sandboxId);
    if (sandbox != null) {
      try {
        sandbox.sockets.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        // A registered socket is only really closed by the selector's next round.
        selector.wakeup();
      }
    }
  }

  private void run() {
    try {
      while (!closed) {
        selector.select(this::dispatch, forwarder.patienceMillis(clock.millis()));
        forwarder.expire(clock.millis());
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void dispatch(SelectionKey key) {
    try {
      switch (key.attachment()) {
        case Forwarder.Attempt attempt -> forwarder.ready(attempt, clock.millis());
        case Sandbox sandbox when key.isAcceptable() -> accept(sandbox);
        case Sandbox sandbox -> receive(sandbox);
        default -> throw new IllegalStateException("unknown channel " + key.channel());
      }
    } catch (CancelledKeyException | IOException e) {
      // The sandbox was closed meanwhile, or a client's error came in on its socket: the others
      // are served on.
      return;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a name query failed; the others are served on", e);
    }
  }

  private void receive(Sandbox sandbox) throws IOException {
    for (int i = 0; i < BURST; i++) {
      buffer.clear();
      SocketAddress client = sandbox.sockets.udp().receive(buffer);
      if (client == null) {
        return;
      }
      DnsQuery.parse(buffer.flip()).ifPresent(query -> answer(sandbox, client, query));
    }
  }

  private void answer(Sandbox sandbox, SocketAddress client, DnsQuery query) {
    Zone.View view = sandbox.view;
    Optional<ByteBuffer> known = zone.answer(view, query, DnsReply.udpLimit(query));
    if (known.isPresent()) {
      sandbox.send(known.get(), client);
      return;
    }
    List<InetSocketAddress> servers =
        view.servers().isEmpty() ? upstream.servers() : Upstream.addresses(view.servers());
    forwarder.forward(sandbox, client, query, servers, clock.millis());
  }

  private void accept(Sandbox sandbox) throws IOException {
    SocketChannel channel = sandbox.sockets.tcp().accept();
    if (channel == null) {
      return;
    }
    if (sandbox.conversations.incrementAndGet() > CONVERSATIONS_PER_SANDBOX) {
      sandbox.conversations.decrementAndGet();
      channel.close();
      return;
    }
    Thread.ofVirtual()
        .name("davit-dns-tcp")
        .start(new TcpConversation(channel, sandbox, zone, upstream, host, random));
  }

  /// Stops serving; what is in the kernel beyond the sockets stays.
  @Override
  public void close() {
    closed = true;
    sandboxes.keySet().forEach(this::stop);
    selector.wakeup();
    if (!thread.isAlive()) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
