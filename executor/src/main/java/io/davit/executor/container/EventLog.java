package io.davit.executor.container;

import io.davit.executor.container.Containers.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// What happened: keeps the last events for those who ask later, and delivers new ones, in order,
/// from one thread per listener, so that a slow listener delays nobody else.
public final class EventLog {
  private static final int KEPT = 256;
  private static final long NANOS = 1_000_000_000L;

  private final Clock clock;
  private final Deque<Event> last = new ArrayDeque<>();
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

  public EventLog(Clock clock) {
    this.clock = clock;
  }

  /// @param attributes of the actor
  public synchronized void publish(
      String type, String action, String id, Map<String, String> attributes) {
    Instant now = clock.instant();
    Event event =
        new Event(
            type, action, id, Map.copyOf(attributes), now.getEpochSecond() * NANOS + now.getNano());
    last.addLast(event);
    if (last.size() > KEPT) {
      last.removeFirst();
    }
    for (Subscription subscription : subscriptions) {
      subscription.add(event);
    }
  }

  /// Delivers events from now on until the handle is closed.
  public Feed subscribe(Consumer<Event> listener) {
    return subscribe(Long.MAX_VALUE, listener);
  }

  /// Delivers what is kept from a time on, then what comes.
  ///
  /// @param sinceNanos nanoseconds since 1970
  public synchronized Feed subscribe(long sinceNanos, Consumer<Event> listener) {
    Subscription subscription = new Subscription(listener);
    last.stream().filter(event -> event.timeNanos() >= sinceNanos).forEach(subscription::add);
    subscriptions.add(subscription);
    Thread thread = Thread.ofVirtual().name("events").start(subscription::deliver);
    return new Feed() {
      @Override
      public void drain() throws InterruptedException {
        subscription.awaitEmpty();
      }

      @Override
      public void close() {
        subscriptions.remove(subscription);
        thread.interrupt();
      }
    };
  }

  /// A listener's place.
  public interface Feed extends Containers.Subscription {
    /// Returns when what was published before has been delivered to it.
    void drain() throws InterruptedException;
  }

  private static final class Subscription {
    private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final Consumer<Event> listener;

    Subscription(Consumer<Event> listener) {
      this.listener = listener;
    }

    void add(Event event) {
      waiting.add(() -> listener.accept(event));
    }

    void awaitEmpty() throws InterruptedException {
      CountDownLatch reached = new CountDownLatch(1);
      waiting.add(reached::countDown);
      reached.await();
    }

    void deliver() {
      try {
        while (!Thread.currentThread().isInterrupted()) {
          waiting.take().run();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
