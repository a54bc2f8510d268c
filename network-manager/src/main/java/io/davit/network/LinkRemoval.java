package io.davit.network;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.netlink.LinkDeletion;
import io.davit.kernel.netlink.Request;
import io.davit.kernel.netlink.RouteMessages;
import io.davit.kernel.netlink.RouteSession;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Removes links, all together that are waiting to go: the kernel waits some milliseconds for every
/// deletion until nobody uses the links, whether it is one link or a hundred. While one deletion
/// goes on, the links for the next one gather. Safe for concurrent use.
final class LinkRemoval implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LinkRemoval.class.getName());
  private static final int GROUP_BASE = 0x0da00000;
  private static final int HEXADECIMAL = 16;
  private static final long IDLE_SECONDS = 5;

  private final Host host;
  private final int group;
  private final Map<String, Removal> pending = new ConcurrentHashMap<>();
  private final Queue<Removal> waiting = new ConcurrentLinkedQueue<>();
  private final ThreadPoolExecutor thread;
  private Optional<RouteSession> session = Optional.empty();

  /// @param gone what to do afterwards, also when the kernel refused
  private record Removal(String link, Runnable gone, CompletableFuture<Void> done) {}

  /// @param instance decides the number of the group: no link of another engine is in it
  LinkRemoval(Host host, String instance) {
    this.host = host;
    this.group = group(instance);
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

  static int group(String instance) {
    return GROUP_BASE + Integer.parseInt(instance.substring(0, 4), HEXADECIMAL);
  }

  /// Removes what an earlier engine had begun to remove. If it were taken up again, it would go
  /// with the next group.
  void finishEarlier() throws ErrnoException, IOException {
    CompletableFuture<Void> done = new CompletableFuture<>();
    thread.execute(
        () -> {
          try {
            deleteGroup();
            done.complete(null);
          } catch (ErrnoException | IOException | RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    awaitEnd(done, "of an earlier engine");
  }

  /// Begins to remove a link, and with it the peer; it may be absent.
  ///
  /// @param gone what to do when it is gone, on a thread that must not be kept waiting
  void begin(String link, Runnable gone) {
    Removal removal = new Removal(link, gone, new CompletableFuture<>());
    pending.put(link, removal);
    waiting.add(removal);
    thread.execute(this::removeWaiting);
  }

  /// Waits until a link is gone that [#begin] was called for; at once for others.
  void await(String link) throws ErrnoException, IOException {
    Removal removal = pending.get(link);
    if (removal == null) {
      return;
    }
    awaitEnd(removal.done(), link);
  }

  private static void awaitEnd(CompletableFuture<Void> done, String link)
      throws ErrnoException, IOException {
    try {
      done.get();
    } catch (ExecutionException e) {
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
    begin(link, () -> {});
    await(link);
  }

  private void removeWaiting() {
    Map<String, Removal> removals = new LinkedHashMap<>();
    for (Removal next = waiting.poll(); next != null; next = waiting.poll()) {
      removals.put(next.link(), next);
    }
    if (removals.isEmpty()) {
      return; // an earlier round took them
    }
    Optional<Exception> failure = Optional.empty();
    try {
      delete(removals);
    } catch (ErrnoException | IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "links of ended containers are left", e);
      failure = Optional.of(e);
    }
    for (Removal removal : List.copyOf(removals.values())) {
      end(removal, failure);
    }
  }

  private void end(Removal removal) {
    end(removal, Optional.empty());
  }

  private void end(Removal removal, Optional<Exception> failure) {
    pending.remove(removal.link(), removal);
    removal.gone().run();
    failure.ifPresentOrElse(
        removal.done()::completeExceptionally, () -> removal.done().complete(null));
  }

  /// Deletes links, and takes those that are gone out of the map.
  private void delete(Map<String, Removal> removals) throws ErrnoException, IOException {
    Request request = deletion(List.copyOf(removals.keySet()));
    LinkDeletion deletion = host.call(() -> LinkDeletion.open(request));
    deletion.delete(
        List.copyOf(removals.keySet()),
        link -> Optional.ofNullable(removals.remove(link)).ifPresent(this::end));
  }

  /// One link goes by its name, several go as a group.
  private Request deletion(List<String> links) throws ErrnoException, IOException {
    if (links.size() == 1) {
      return RouteMessages.deleteLink(links.getFirst());
    }
    unlessAbsent(
        links.stream().map(link -> RouteMessages.setGroup(link, group)).toArray(Request[]::new));
    return RouteMessages.deleteGroup(group);
  }

  private void deleteGroup() throws ErrnoException, IOException {
    unlessAbsent(RouteMessages.deleteGroup(group));
  }

  /// ENODEV: one went by itself, with its namespace. The others are dealt with all the same.
  private void unlessAbsent(Request... requests) throws ErrnoException, IOException {
    if (session.isEmpty()) {
      session = Optional.of(host.call(RouteSession::open));
    }
    try {
      session.orElseThrow().execute(requests);
    } catch (ErrnoException e) {
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
