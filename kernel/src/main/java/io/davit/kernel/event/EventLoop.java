package io.davit.kernel.event;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.davit.kernel.Architecture;
import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;

/// Waits for descriptors on one platform thread (epoll(7), level-triggered) and runs what was
/// registered for them there, one after the other. Nothing that it runs may block for long.
///
/// [#execute] and [#after] may be called from any thread, everything else only on the loop's own.
public final class EventLoop implements AutoCloseable {
  public static final int READABLE = 1;
  public static final int WRITABLE = 4;

  /// Reported always: an error, or that the other side has gone.
  public static final int ERROR = 8;

  public static final int HANGUP = 16;

  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int CLOEXEC = 0x80000;
  private static final int NONBLOCK = 0x800;
  private static final int EVENTS_AT_ONCE = 64;
  private static final long WAKE = 0;

  /// `struct epoll_event` is packed on x86-64 only.
  private static final int EVENT_SIZE =
      switch (Architecture.current()) {
        case X86_64 -> 12;
        case AARCH64 -> 16;
      };

  private static final int EVENT_DATA = EVENT_SIZE - 8;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment events = arena.allocate((long) EVENT_SIZE * EVENTS_AT_ONCE, 8);
  private final MemorySegment counter = arena.allocate(JAVA_LONG);
  private final Fd epoll;
  private final Fd wake;
  private final Map<Long, Registration> registrations = new HashMap<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::nanos));
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Thread thread;
  private long lastId = WAKE;
  private volatile boolean closed;

  /// Guarded by `tasks`: the descriptors are closed.
  private boolean ended;

  /// Starts the thread, a daemon.
  ///
  /// @param name the thread's
  public EventLoop(String name) throws ErrnoException {
    epoll = new Fd(Syscall.invoke(name, SystemCall.EPOLL_CREATE1, CLOEXEC));
    wake = new Fd(Syscall.invoke(name, SystemCall.EVENTFD2, 0, CLOEXEC | NONBLOCK));
    control(EPOLL_CTL_ADD, wake.number(), READABLE, WAKE);
    thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /// What is called when a descriptor is ready.
  public interface Handler {
    /// @param ready of READABLE, WRITABLE, ERROR, HANGUP
    void ready(int ready);
  }

  /// Runs a task on the loop's thread, after those given before. Dropped when the loop is closed.
  public void execute(Runnable task) {
    synchronized (tasks) {
      if (closed) {
        return;
      }
      tasks.add(task);
    }
    if (!Thread.currentThread().equals(thread)) {
      wakeUp();
    }
  }

  /// Runs a task on the loop's thread once a time has passed.
  public void after(Duration delay, Runnable task) {
    long at = System.nanoTime() + delay.toNanos();
    execute(() -> timers.add(new Timer(at, task)));
  }

  /// Calls a handler whenever a descriptor is ready. The descriptor stays the caller's: it must be
  /// open until the registration is closed.
  public Registration register(Fd fd, int interest, Handler handler) throws ErrnoException {
    long id = ++lastId;
    control(EPOLL_CTL_ADD, fd.number(), interest, id);
    Registration registration = new Registration(id, fd.number(), handler);
    registrations.put(id, registration);
    return registration;
  }

  /// Ends the thread and waits for it. Handlers are not called any more; tasks that were not run
  /// are dropped.
  @Override
  public void close() {
    synchronized (tasks) {
      if (closed) {
        return;
      }
      closed = true;
    }
    wakeUp();
    if (!Thread.currentThread().equals(thread)) {
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    try {
      while (!closed) {
        runTasks();
        runTimers();
        dispatch(await());
      }
    } finally {
      epoll.close();
      synchronized (tasks) {
        closed = true;
        ended = true;
        wake.close();
      }
      arena.close();
    }
  }

  private void runTasks() {
    while (true) {
      Runnable task;
      synchronized (tasks) {
        task = tasks.poll();
      }
      if (task == null) {
        return;
      }
      guarded(task);
    }
  }

  private void runTimers() {
    while (!timers.isEmpty() && timers.element().nanos() - System.nanoTime() <= 0) {
      guarded(timers.remove().task());
    }
  }

  private int await() {
    long millis = -1;
    synchronized (tasks) {
      if (!tasks.isEmpty() || closed) {
        millis = 0;
      }
    }
    if (millis < 0 && !timers.isEmpty()) {
      millis = Math.max(0, (timers.element().nanos() - System.nanoTime()) / 1_000_000 + 1);
    }
    long result =
        Syscall.tryInvoke(
            SystemCall.EPOLL_PWAIT, epoll.number(), events.address(), EVENTS_AT_ONCE, millis, 0, 8);
    if (result < 0 && result != -Errno.EINTR.number()) {
      throw new IllegalStateException("epoll_pwait: " + Errno.symbol((int) -result));
    }
    return (int) Math.max(0, result);
  }

  private void dispatch(int count) {
    for (int i = 0; i < count; i++) {
      long at = (long) i * EVENT_SIZE;
      int ready = events.get(JAVA_INT_UNALIGNED, at);
      long id = events.get(JAVA_LONG_UNALIGNED, at + EVENT_DATA);
      if (id == WAKE) {
        Syscall.tryInvoke(SystemCall.READ, wake.number(), counter.address(), 8);
        continue;
      }
      Registration registration = registrations.get(id);
      if (registration != null) {
        guarded(() -> registration.handler.ready(ready));
      }
    }
  }

  /// A handler's error is a bug, but must not stop the others.
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | AssertionError e) {
      Thread.UncaughtExceptionHandler handler =
          Thread.currentThread().getUncaughtExceptionHandler();
      handler.uncaughtException(Thread.currentThread(), e);
    }
  }

  private void wakeUp() {
    synchronized (tasks) {
      if (!ended) {
        try (Arena local = Arena.ofConfined()) {
          MemorySegment one = local.allocateFrom(JAVA_LONG, 1L);
          Syscall.tryInvoke(SystemCall.WRITE, wake.number(), one.address(), 8);
        }
      }
    }
  }

  private void control(int operation, int fd, int interest, long id) throws ErrnoException {
    try (Arena local = Arena.ofConfined()) {
      MemorySegment event = local.allocate(EVENT_SIZE, 8);
      event.set(JAVA_INT, 0, interest);
      event.set(JAVA_LONG_UNALIGNED, EVENT_DATA, id);
      Syscall.invoke(
          "descriptor " + fd, SystemCall.EPOLL_CTL, epoll.number(), operation, fd, event.address());
    }
  }

  private record Timer(long nanos, Runnable task) {}

  /// A descriptor that is waited for; closing it ends that. Safe to close twice.
  public final class Registration implements AutoCloseable {
    private final long id;
    private final int fd;
    private final Handler handler;

    private Registration(long id, int fd, Handler handler) {
      this.id = id;
      this.fd = fd;
      this.handler = handler;
    }

    @Override
    public void close() {
      if (registrations.remove(id) != null) {
        try {
          control(EPOLL_CTL_DEL, fd, 0, id);
        } catch (ErrnoException e) {
          throw new IllegalStateException("a registered descriptor was closed", e);
        }
      }
    }
  }
}
