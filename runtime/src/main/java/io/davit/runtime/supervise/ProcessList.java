package io.davit.runtime.supervise;

import io.davit.kernel.process.ProcessStatus;
import io.davit.runtime.ContainerRuntime.ProcessRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Rows of `top`, from /proc.
final class ProcessList {
  private ProcessList() {}

  /// @param first comes first; the others in the order of their start
  static List<ProcessRow> of(List<Integer> pids, int first) {
    return pids.stream()
        .flatMap(pid -> row(pid).stream())
        .sorted(
            Comparator.comparing((ProcessRow row) -> row.pid() != first)
                .thenComparing(ProcessRow::started)
                .thenComparingInt(ProcessRow::pid))
        .toList();
  }

  private static Optional<ProcessRow> row(int pid) {
    return ProcessStatus.of(pid)
        .flatMap(
            status -> {
              try {
                Path process = Path.of("/proc/" + pid);
                return Optional.of(
                    new ProcessRow(
                        pid,
                        status.parentPid(),
                        Files.getOwner(process).getName(),
                        status.started(),
                        status.cpuMillis(),
                        command(process, status.name())));
              } catch (IOException _) {
                // It has ended meanwhile.
                return Optional.empty();
              }
            });
  }

  private static String command(Path process, String name) throws IOException {
    String line =
        new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8)
            .replace('\0', ' ')
            .strip();
    return line.isEmpty() ? "[" + name + "]" : line;
  }
}
