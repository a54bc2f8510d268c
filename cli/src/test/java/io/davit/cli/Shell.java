package io.davit.cli;

import io.davit.cli.terminal.Terminal;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs davit inside the test: its arguments, its surroundings, and what came out.
final class Shell {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /// What a run left.
  record Ran(int code, String out, String err) {}

  final FakeEngine engine;
  final Map<String, String> environment = new HashMap<>();
  final RaisedSignals signals = new RaisedSignals();
  Path directory = Path.of("/");

  /// Where the standard output goes instead of into the result.
  Optional<OutputStream> outTo = Optional.empty();

  InputStream in = InputStream.nullInputStream();
  Terminal terminal = Terminal.none();

  Shell(FakeEngine engine) {
    this.engine = engine;
  }

  Shell input(String text) {
    in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /// Runs `davit -p shop …` against the fake engine.
  Ran davit(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-p", "shop"));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  /// Runs davit with these arguments alone.
  Ran run(String... arguments) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("DAVIT_HOST", "unix://" + engine.socket());
    OutputStream target = outTo.isPresent() ? new BufferedOutputStream(outTo.get()) : out;
    try (PrintStream outStream = new PrintStream(target, false, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8)) {
      int code =
          new Davit(
                  new Surroundings(
                      variables,
                      Map.of(),
                      directory,
                      in,
                      outStream,
                      errStream,
                      terminal,
                      signals,
                      InstantSource.fixed(NOW)))
              .run(arguments);
      outStream.flush();
      errStream.flush();
      return new Ran(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }
}
