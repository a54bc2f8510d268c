package io.davit.kernel.keeper;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// posix_spawn(3): clone with a shared address space, as the C library does it; a JVM cannot fork
/// by itself. Used once, by one thread.
final class PosixSpawn implements AutoCloseable {
  /// Larger than glibc's (80 and 336 bytes) and musl's types.
  private static final int TYPE_SIZE = 512;

  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;
  private static final short SETSID = 0x80;
  private static final int SIGSET_SIZE = 128;

  private static final FunctionDescriptor OF_POINTER = FunctionDescriptor.of(JAVA_INT, ADDRESS);
  private static final FunctionDescriptor OF_POINTERS =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle ACTIONS_INIT =
      Syscall.libc("posix_spawn_file_actions_init", OF_POINTER);
  private static final MethodHandle ACTIONS_DESTROY =
      Syscall.libc("posix_spawn_file_actions_destroy", OF_POINTER);
  private static final MethodHandle ACTIONS_DUP2 =
      Syscall.libc(
          "posix_spawn_file_actions_adddup2",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle ATTRIBUTES_INIT =
      Syscall.libc("posix_spawnattr_init", OF_POINTER);
  private static final MethodHandle SET_FLAGS =
      Syscall.libc(
          "posix_spawnattr_setflags", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
  private static final MethodHandle SET_DEFAULT =
      Syscall.libc("posix_spawnattr_setsigdefault", OF_POINTERS);
  private static final MethodHandle SPAWN =
      Syscall.libc(
          "posix_spawn",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

  private final Arena arena;
  private final MemorySegment actions;
  private final MemorySegment attributes;

  PosixSpawn(Arena arena) throws ErrnoException {
    this.arena = arena;
    this.actions = arena.allocate(TYPE_SIZE, 16);
    this.attributes = arena.allocate(TYPE_SIZE, 16);
    call("posix_spawn_file_actions_init", () -> (int) ACTIONS_INIT.invokeExact(actions));
    call("posix_spawnattr_init", () -> (int) ATTRIBUTES_INIT.invokeExact(attributes));
    MemorySegment all = arena.allocate(SIGSET_SIZE).fill((byte) 0xff);
    call("posix_spawnattr_setsigdefault", () -> (int) SET_DEFAULT.invokeExact(attributes, all));
    short flags = SETSIGDEF | SETSIGMASK | SETSID;
    call("posix_spawnattr_setflags", () -> (int) SET_FLAGS.invokeExact(attributes, flags));
  }

  void duplicate(int source, int target) throws ErrnoException {
    call(
        "posix_spawn_file_actions_adddup2",
        () -> (int) ACTIONS_DUP2.invokeExact(actions, source, target));
  }

  /// @return the process id; the process was executed
  int run(String path, List<String> arguments) throws ErrnoException {
    MemorySegment pid = arena.allocate(JAVA_INT);
    MemorySegment argv = arena.allocate(ADDRESS, arguments.size() + 1L);
    for (int i = 0; i < arguments.size(); i++) {
      argv.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments.get(i)));
    }
    MemorySegment file = arena.allocateFrom(path);
    MemorySegment environment = arena.allocate(ADDRESS);
    call(
        "posix_spawn",
        () -> (int) SPAWN.invokeExact(pid, file, actions, attributes, argv, environment));
    return pid.get(JAVA_INT, 0);
  }

  @Override
  public void close() throws ErrnoException {
    call("posix_spawn_file_actions_destroy", () -> (int) ACTIONS_DESTROY.invokeExact(actions));
  }

  private static void call(String name, Function function) throws ErrnoException {
    int error;
    try {
      error = function.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    if (error != 0) {
      throw new ErrnoException(name, error, "");
    }
  }

  private interface Function {
    int run() throws Throwable;
  }
}
