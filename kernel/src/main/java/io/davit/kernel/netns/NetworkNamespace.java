package io.davit.kernel.netns;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A network namespace in which tasks can be run: the engine's own, or one pinned by a file.
public sealed interface NetworkNamespace {
  /// The namespace that this process was started in: tasks run on the calling thread.
  record Own() implements NetworkNamespace {}

  /// One that a bind mount at `pin` keeps alive: every task runs on a fresh thread.
  record Pinned(Path pin) implements NetworkNamespace {}

  /// What runs inside a namespace.
  @FunctionalInterface
  interface Task<T> {
    T run() throws ErrnoException, IOException;
  }

  int CLONE_NEWNET = 0x40000000;
  int MS_BIND = 0x1000;
  int MNT_DETACH = 2;
  int AT_FDCWD = -100;
  int O_CLOEXEC = 0x80000;

  /// Runs a task inside, and waits for it.
  ///
  /// @throws ErrnoException ENOENT without such a pin, EINVAL when the file pins no network
  ///   namespace, EPERM without CAP_SYS_ADMIN; or what the task throws
  default <T> T call(Task<T> task) throws ErrnoException, IOException {
    return switch (this) {
      case Own() -> task.run();
      case Pinned(Path pin) ->
          NamespaceThread.call(
              () -> {
                try (Fd fd = open(pin)) {
                  Syscall.invoke(pin.toString(), SystemCall.SETNS, fd.number(), CLONE_NEWNET);
                }
                return task.run();
              });
    };
  }

  /// Makes a namespace, pins it at a path that does not exist yet, and runs a task in it. When
  /// anything fails, nothing is left.
  static <T> T create(Path pin, Task<T> task) throws ErrnoException, IOException {
    Files.createFile(pin);
    try {
      return NamespaceThread.call(
          () -> {
            Syscall.invoke("network namespace", SystemCall.UNSHARE, CLONE_NEWNET);
            bind("/proc/thread-self/ns/net", pin);
            return task.run();
          });
    } catch (ErrnoException | IOException | RuntimeException e) {
      try {
        unpin(pin);
      } catch (ErrnoException | IOException cleanup) {
        e.addSuppressed(cleanup);
      }
      throw e;
    }
  }

  /// Takes a pin away; the namespace ends when nothing else uses it. Safe to call twice.
  static void unpin(Path pin) throws ErrnoException, IOException {
    try (Arena arena = Arena.ofConfined()) {
      long result =
          Syscall.tryInvoke(
              SystemCall.UMOUNT2, Syscall.address(text(arena, pin.toString())), MNT_DETACH);
      // EINVAL: a plain file, whose mount is gone already.
      if (result < 0 && -result != Errno.EINVAL.number() && -result != Errno.ENOENT.number()) {
        throw new ErrnoException("umount2", (int) -result, pin.toString());
      }
    }
    Files.deleteIfExists(pin);
  }

  /// A descriptor of a pinned namespace, for messages that name it (`IFLA_NET_NS_FD`).
  static Fd open(Path pin) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      return new Fd(
          Syscall.invoke(
              pin.toString(),
              SystemCall.OPENAT,
              AT_FDCWD,
              Syscall.address(text(arena, pin.toString())),
              O_CLOEXEC,
              0));
    }
  }

  private static void bind(String source, Path target) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      Syscall.invoke(
          source + " at " + target,
          SystemCall.MOUNT,
          Syscall.address(text(arena, source)),
          Syscall.address(text(arena, target.toString())),
          0,
          MS_BIND,
          0);
    }
  }

  private static MemorySegment text(Arena arena, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    MemorySegment segment = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
    return segment;
  }

  /// A thread that runs one task and ends.
  final class NamespaceThread<T> extends Thread {
    private static final long STACK_BYTES = 512 * 1024;

    private final Task<T> task;
    private @Nullable T result;
    private @Nullable Throwable failure;

    private NamespaceThread(Task<T> task) {
      super(null, null, "netns", STACK_BYTES, false);
      setDaemon(true);
      this.task = task;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // whatever it is, the caller gets it
    public void run() {
      try {
        result = task.run();
      } catch (ErrnoException | IOException | RuntimeException | Error e) {
        failure = e;
      }
    }

    /// @throws RuntimeException also when the calling thread is interrupted; the task runs to its
    ///   end before that
    @SuppressWarnings({"NullAway", "ThreadJoinLoop"}) // T may be a type that allows null
    private static <T> T call(Task<T> task) throws ErrnoException, IOException {
      NamespaceThread<T> thread = new NamespaceThread<>(task);
      thread.start();
      boolean interrupted = false;
      while (true) {
        try {
          thread.join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      switch (thread.failure) {
        case null -> {
          return thread.result;
        }
        case ErrnoException e -> throw e;
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }
}
