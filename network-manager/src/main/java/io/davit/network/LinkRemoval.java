package io.davit.network;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.netlink.RouteMessages;
import io.davit.kernel.netlink.RouteSession;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Removes links in two steps: at once they are set down and carry nothing any more; a moment later
/// all such links are deleted together. The kernel waits some 20 ms for every deletion until nobody
/// uses the links, whether it is one link or a hundred. Safe for concurrent use.
final class LinkRemoval implements AutoCloseable {
  private static final int GROUP_BASE = 0x0da00000;
  private static final int HEXADECIMAL = 16;
  private static final long IDLE_SECONDS = 5;

  private final Host host;
  private final int group;
  private final Map<String, Future<?>> pending = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor thread;
  private Optional<RouteSession> session = Optional.empty();

  /// @param instance decides the number of the group: no link of another engine is in it
  LinkRemoval(Host host, String instance) {
    this.host = host;
    this.group = GROUP_BASE + Integer.parseInt(instance.substring(0, 4), HEXADECIMAL);
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> Thread.ofPlatform().name("davit-links").daemon().unstarted(task));
    thread.allowCoreThreadTimeOut(true);
  }

  /// Begins to remove a link, and with it the peer; safe to call when it is absent.
  void begin(String link) throws ErrnoException, IOException {
    try {
      host.routes().execute(RouteMessages.retire(link, group));
    } catch (ErrnoException e) {
      if (e.is(Errno.ENODEV)) {
        return;
      }
      throw e;
    }
    FutureTask<Boolean> removal =
        new FutureTask<>(
            () -> {
              deleteGroup();
              pending.remove(link);
              return true;
            });
    pending.put(link, removal);
    thread.execute(removal);
  }

  /// Waits until a link is gone that [#begin] was called for; at once for others.
  void await(String link) throws ErrnoException, IOException {
    Future<?> removal = pending.get(link);
    if (removal == null) {
      return;
    }
    try {
      removal.get();
    } catch (ExecutionException e) {
      pending.remove(link, removal);
      switch (e.getCause()) {
        case ErrnoException cause -> throw cause;
        case IOException cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while link " + link + " was removed", e);
    }
  }

  /// Removes a link, and waits until it is gone.
  void remove(String link) throws ErrnoException, IOException {
    begin(link);
    await(link);
  }

  private void deleteGroup() throws ErrnoException, IOException {
    if (session.isEmpty()) {
      session = Optional.of(host.call(RouteSession::open));
    }
    try {
      session.get().execute(RouteMessages.deleteGroup(group));
    } catch (ErrnoException e) {
      // ENODEV: an earlier round took them all.
      if (!e.is(Errno.ENODEV)) {
        throw e;
      }
    }
  }

  /// Removes what has begun to be removed.
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (thread.awaitTermination(IDLE_SECONDS, TimeUnit.SECONDS)) {
        session.ifPresent(RouteSession::close);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
