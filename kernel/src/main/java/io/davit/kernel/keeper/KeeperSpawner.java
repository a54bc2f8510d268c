package io.davit.kernel.keeper;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.davit.kernel.Architecture;
import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import io.davit.kernel.process.Pidfd;
import io.davit.kernel.program.Program;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Starts interpreters. The executable lives in a sealed memfd: no file, and nothing that a
/// container could write to through /proc/PID/exe. Safe for concurrent use.
///
/// A spawned process has descriptors 0 to 2 on /dev/null, 3 on its program, 4 on its report, and
/// from 5 on those that are passed; a session of its own, default signal dispositions and an empty
/// signal mask. All else is the engine's until its rows change it. The program must close what it
/// does not want: [#spawn] itself passes on every descriptor without close-on-exec.
public final class KeeperSpawner implements AutoCloseable {
  /// Descriptors below it are targets; a source there is moved up first, so that no target
  /// overwrites a source.
  private static final int TARGETS_END = 64;

  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int F_ADD_SEALS = 1033;
  private static final int ALL_SEALS = 0x1f & ~0x10;
  private static final int MFD_CLOEXEC = 1;
  private static final int MFD_ALLOW_SEALING = 2;
  private static final int MFD_EXEC = 0x10;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_RDWR_CLOEXEC = 0x80002;
  private static final int AT_FDCWD = -100;

  private final Architecture architecture;
  private final Fd executable;
  private final Fd nothing;

  private KeeperSpawner(Architecture architecture, Fd executable, Fd nothing) {
    this.architecture = architecture;
    this.executable = executable;
    this.nothing = nothing;
  }

  /// @throws io.davit.problem.Unsupported when this architecture has no interpreter
  public static KeeperSpawner create() throws ErrnoException {
    Architecture architecture = Architecture.current();
    byte[] file = Executable.of(Interpreter.of(architecture));
    Fd executable = memory("davit-keeper", file, MFD_ALLOW_SEALING);
    try (Arena arena = Arena.ofConfined()) {
      Syscall.invoke(
          "seals of the keeper", SystemCall.FCNTL, executable.number(), F_ADD_SEALS, ALL_SEALS);
      long opened =
          Syscall.invoke(
              "/dev/null",
              SystemCall.OPENAT,
              AT_FDCWD,
              arena.allocateFrom("/dev/null").address(),
              O_RDWR_CLOEXEC);
      return new KeeperSpawner(architecture, executable, new Fd(opened));
    } catch (ErrnoException e) {
      executable.close();
      throw e;
    }
  }

  /// Starts a process that runs a program.
  ///
  /// @param name its name in ps
  /// @param passed become its descriptors 5, 6, …; the caller closes its own
  public Spawned spawn(String name, Program program, List<Fd> passed) throws ErrnoException {
    int[] report = new int[2];
    try (Arena arena = Arena.ofConfined();
        Fd image = memory("davit-program", program.encode(architecture), 0)) {
      rewind(image);
      MemorySegment pipe = arena.allocate(JAVA_INT, 2);
      Syscall.invoke("report of a keeper", SystemCall.PIPE2, pipe.address(), O_CLOEXEC);
      report[0] = pipe.getAtIndex(JAVA_INT, 0);
      report[1] = pipe.getAtIndex(JAVA_INT, 1);
      Fd reading = new Fd(report[0]);
      try (Fd writing = new Fd(report[1])) {
        List<Fd> targets = new ArrayList<>(List.of(nothing, nothing, nothing, image, writing));
        targets.addAll(passed);
        int pid = spawn(arena, name, targets);
        return new Spawned(Pidfd.ofChild(pid), reading);
      } catch (ErrnoException e) {
        reading.close();
        throw e;
      }
    }
  }

  @Override
  public void close() {
    executable.close();
    nothing.close();
  }

  private int spawn(Arena arena, String name, List<Fd> targets) throws ErrnoException {
    if (targets.size() >= TARGETS_END) {
      throw new IllegalArgumentException("too many descriptors to pass: " + targets.size());
    }
    List<Fd> moved = new ArrayList<>();
    try (PosixSpawn spawn = new PosixSpawn(arena)) {
      for (int target = 0; target < targets.size(); target++) {
        Fd source = targets.get(target);
        if (source.number() < TARGETS_END) {
          source =
              new Fd(
                  Syscall.invoke(
                      "", SystemCall.FCNTL, source.number(), F_DUPFD_CLOEXEC, TARGETS_END));
          moved.add(source);
        }
        spawn.duplicate(source.number(), target);
      }
      String path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + executable.number();
      return spawn.run(path, List.of(name));
    } finally {
      moved.forEach(Fd::close);
    }
  }

  private static void rewind(Fd file) throws ErrnoException {
    Syscall.invoke("", SystemCall.LSEEK, file.number(), 0, 0);
  }

  /// A file in memory with this content.
  private static Fd memory(String name, byte[] content, int flags) throws ErrnoException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(name);
      long made =
          Syscall.tryInvoke(
              SystemCall.MEMFD_CREATE, path.address(), flags | MFD_CLOEXEC | MFD_EXEC);
      if (made == -Errno.EINVAL.number()) {
        made = Syscall.invoke(name, SystemCall.MEMFD_CREATE, path.address(), flags | MFD_CLOEXEC);
      }
      if (made < 0) {
        throw new ErrnoException(SystemCall.MEMFD_CREATE.kernelName(), (int) -made, name);
      }
      Fd file = new Fd(made);
      MemorySegment bytes = arena.allocate(content.length);
      bytes.asByteBuffer().put(content);
      Syscall.invoke(name, SystemCall.WRITE, made, bytes.address(), content.length);
      return file;
    }
  }

  /// A started interpreter. Both belong to the caller, who also has to reap the process.
  ///
  /// @param report ends when every process of the program has executed a command, closed it or
  ///   ended; see [Report#parse]
  public record Spawned(Pidfd process, Fd report) {}
}
