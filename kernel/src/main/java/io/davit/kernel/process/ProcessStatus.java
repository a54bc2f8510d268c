package io.davit.kernel.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// What proc_pid_stat(5) says of a process.
///
/// @param name its executable's, at most 15 bytes
/// @param started to a hundredth of a second
/// @param cpuMillis in user and system mode
public record ProcessStatus(int pid, String name, int parentPid, Instant started, long cpuMillis) {
  /// USER_HZ: the same on every architecture that Linux has today.
  private static final long TICKS_PER_SECOND = 100;

  /// Empty when there is no such process.
  public static Optional<ProcessStatus> of(int pid) {
    try {
      String text = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return Optional.of(parse(text, bootTime()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      if (!Files.exists(Path.of("/proc/" + pid))) {
        return Optional.empty();
      }
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The name may hold anything, parentheses and spaces too; the fields start behind the last `)`.
  static ProcessStatus parse(String text, Instant boot) {
    int open = text.indexOf('(');
    int close = text.lastIndexOf(')');
    String[] fields = text.substring(close + 2).split(" ", -1);
    long started = Long.parseLong(fields[19]);
    long cpu = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return new ProcessStatus(
        Integer.parseInt(text.substring(0, open - 1)),
        text.substring(open + 1, close),
        Integer.parseInt(fields[1]),
        boot.plusMillis(started * 1000 / TICKS_PER_SECOND),
        cpu * 1000 / TICKS_PER_SECOND);
  }

  private static Instant bootTime() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      return lines
          .filter(line -> line.startsWith("btime "))
          .map(line -> Instant.ofEpochSecond(Long.parseLong(line.substring("btime ".length()))))
          .findFirst()
          .orElseThrow();
    }
  }
}
