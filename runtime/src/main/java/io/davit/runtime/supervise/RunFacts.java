package io.davit.runtime.supervise;

import com.google.gson.Gson;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ContainerSpec.LogSpec;
import io.davit.runtime.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What a later engine must know of a container that it finds running; written before the start.
///
/// @param logDirectory of its log, like the next three
record RunFacts(
    String logDriver,
    String logDirectory,
    long logMaxBytes,
    int logMaxFiles,
    boolean terminal,
    Security security) {
  private static final Gson GSON = new Gson();

  static RunFacts of(ContainerSpec spec) {
    return new RunFacts(
        spec.logs().driver(),
        spec.logs().directory().toString(),
        spec.logs().maxBytes(),
        spec.logs().maxFiles(),
        spec.process().terminal(),
        spec.security());
  }

  LogSpec logs() {
    return new LogSpec(logDriver, Path.of(logDirectory), logMaxBytes, logMaxFiles);
  }

  void write(Path file) throws IOException {
    Path draft = file.resolveSibling("facts.tmp");
    Files.writeString(draft, GSON.toJson(this));
    Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /// Empty when there is no such file.
  static Optional<RunFacts> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(GSON.fromJson(Files.readString(file), RunFacts.class))
          : Optional.empty();
    } catch (IOException e) {
      throw RunDirectory.failed(file, e);
    }
  }
}
