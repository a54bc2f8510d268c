package io.davit.runtime.cgroup;

import io.davit.problem.KernelRefused;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.problem.SystemCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Files of a cgroup: each is a question or an order to the kernel.
final class ControlFile {
  private ControlFile() {}

  /// Gives an order.
  ///
  /// @param purpose for the failure's text: `limit the memory to 33554432 bytes`
  static void write(Path file, String value, String purpose) {
    writeEach(file, List.of(value), _ -> purpose);
  }

  /// Gives several orders, one after the other.
  ///
  /// @param purpose of each value, for the failure's text
  static void writeEach(Path file, List<String> values, UnaryOperator<String> purpose) {
    String wanted = "";
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (String value : values) {
        wanted = value;
        channel.write(ByteBuffer.wrap(value.getBytes(StandardCharsets.US_ASCII)));
      }
    } catch (NoSuchFileException e) {
      throw new KernelRefused(
          "cannot " + purpose.apply(wanted) + ": the kernel has no " + file.getFileName(),
          Optional.of(new SystemCall("open", "ENOENT")),
          Optional.of("leave the limit away, or boot a kernel with that cgroup controller"),
          e);
    } catch (IOException e) {
      throw new KernelRefused(
          "cannot %s: %s".formatted(purpose.apply(wanted), reason(e)),
          Optional.of(new Resource("path", file.toString())),
          Optional.of("choose a value that this machine has (" + file.getFileName() + ")"),
          e);
    }
  }

  /// @throws NotFound when the group is gone
  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new NotFound(
          "cannot read " + file + ": " + reason(e),
          Optional.of(new Resource("path", file.toString())),
          Optional.of("start the container"),
          e);
    }
  }

  /// A number; a word such as `max` is no limit: the largest one.
  static long number(String text) {
    if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
      return Long.MAX_VALUE;
    }
    return Long.parseUnsignedLong(text) < 0 ? Long.MAX_VALUE : Long.parseUnsignedLong(text);
  }

  /// The number after a word at the beginning of a line: `oom_kill 3`.
  static long field(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> number(line.substring(name.length() + 1).strip()))
        .findFirst()
        .orElse(0);
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return reason == null
        ? e.getClass().getSimpleName()
        : reason.toLowerCase(java.util.Locale.ROOT);
  }
}
