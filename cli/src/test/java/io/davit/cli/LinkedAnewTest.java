package io.davit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What no cache holds, and every process links anew, for 3 to 12 ms each: a `switch` over types,
/// and the `equals`, `hashCode` and `toString` that the compiler gives a record (JEP 483 archives
/// the call sites of lambdas and of string concatenation only). None is on the way of the commands
/// that are used all day. The JVM itself names the line that asked for one.
final class LinkedAnewTest {
  /// The project that the build rehearses with.
  private static final Path REHEARSED = Path.of("src/main/dist/lib/rehearsal.yaml");

  private static final List<String> USUAL =
      List.of("config", "config --services", "plan", "up -d", "ps", "ls", "logs --tail 3", "down");

  @TempDir Path directory;

  /// Where a class whose name contains `what` is asked for, as `Type.method(File.java:line)`.
  private Set<String> askingFor(String what) throws IOException, InterruptedException {
    Path log = directory.resolve("causes");
    Path output = directory.resolve("output");
    Files.copy(REHEARSED, directory.resolve("compose.yaml"));
    Path lines = Files.write(directory.resolve("lines"), USUAL);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(
        List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:LogClassLoadingCauseFor=" + what));
    command.add("-Xlog:class+load+cause=info:file=" + log + ":none:filecount=0");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.davit.cli.Rehearsal", lines.toString()));
    try (FakeEngine engine = new FakeEngine()) {
      engine
          .succeeds("/projects/davit-rehearsal/up")
          .succeeds("/projects/davit-rehearsal/down")
          .json("GET /containers/json", "[{\"Id\":\"a\"}]");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().put("DAVIT_HOST", engine.socket().toString());
      assertThat(builder.start().waitFor()).as(Files.readString(output)).isZero();
      assertThat(engine.asked())
          .extracting(FakeEngine.Asked::path)
          .contains("/projects/davit-rehearsal/up", "/projects/davit-rehearsal/down");
    }
    return nearest(Files.readAllLines(log));
  }

  /// The first frame of Davit's own in each stack.
  private static Set<String> nearest(List<String> stacks) {
    Set<String> found = new LinkedHashSet<>();
    boolean looking = false;
    for (String line : stacks) {
      if (line.startsWith("Java stack when loading")) {
        looking = true;
      } else if (looking && line.strip().startsWith("at io.davit.")) {
        found.add(line.strip().substring("at ".length()));
        looking = false;
      }
    }
    return found;
  }

  @Test
  void noSwitchOverTypes() throws Exception {
    assertThat(askingFor("$$TypeSwitch"))
        .as("give the sealed interface a method instead, or ask with instanceof")
        .isEmpty();
  }

  @Test
  void noMethodThatTheCompilerGaveARecord() throws Exception {
    assertThat(askingFor("java.lang.runtime.ObjectMethods"))
        .as("the first of them: write the method, or compare what matters")
        .isEmpty();
  }
}
