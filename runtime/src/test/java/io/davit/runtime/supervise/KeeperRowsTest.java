package io.davit.runtime.supervise;

import static io.davit.kernel.program.Operand.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.kernel.Fd;
import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Program;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.runtime.supervise.Supervision.Kind;
import io.davit.runtime.supervise.Supervision.TerminalSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The keeper's rows as text: read it as the specification of a keeper's life. Needs no root.
final class KeeperRowsTest {
  private static final KeeperPaths PATHS = new KeeperPaths(Path.of("/run/davit/containers/c1"));
  private static final List<String> ENVIRONMENT = List.of("PATH=/usr/bin:/bin");

  private static Supervision start(boolean terminal, boolean input, boolean init) {
    return new Supervision(
        new Kind.Start(PATHS, input),
        PATHS.lock(),
        terminal ? Optional.of(new TerminalSize(24, 80)) : Optional.empty(),
        init);
  }

  private static String text(Supervision supervision, String command) {
    return text(supervision, command, ENVIRONMENT);
  }

  private static String text(Supervision supervision, String command, List<String> environment) {
    ProgramBuilder program = Program.builder();
    KeeperRows keeper = new KeeperRows(program, supervision);
    keeper.begin();
    keeper.cloneFirstProcess(0x20000000L | 0x20000L, Optional.empty());
    program.call("here the container is made", SystemCall.GETPID);
    keeper.connectStreams();
    keeper.execute(List.of(command, "-v"), environment);
    return keeper.finish().program().text();
  }

  /// `-Dgolden.update=true` rewrites the files.
  private static void assertGolden(String name, String text) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(
          Path.of("src/test/resources/io/davit/runtime/supervise").resolve(name), text);
    }
    try (var expected =
        Objects.requireNonNull(KeeperRowsTest.class.getResourceAsStream(name), name)) {
      assertThat(text)
          .isEqualTo(new String(expected.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  @Test
  void aContainerWithInput() throws IOException {
    assertGolden("input.program.txt", text(start(false, true, false), "server"));
  }

  @Test
  void aContainerWithATerminal() throws IOException {
    assertGolden("terminal.program.txt", text(start(true, false, false), "/bin/sh"));
  }

  @Test
  void aContainerWithAnInit() throws IOException {
    assertGolden("init.program.txt", text(start(false, false, true), "/bin/server"));
  }

  /// Each directory took two of a program's 64 slots.
  @Test
  void aSearchPathMayBeLong() {
    List<String> path = List.of("PATH=" + "/opt/x/bin:".repeat(99) + "/bin");
    assertThat(text(start(false, false, true), "server", path))
        .contains("execve(\"/opt/x/bin/server\"", "execve(\"/bin/server\"");
  }

  @Test
  void anExecWithPipes() throws IOException {
    ProgramBuilder program = Program.builder();
    Kind.Exec pipes =
        new Kind.Exec(Optional.empty(), Optional.of(new Fd(900)), Optional.of(new Fd(901)));
    KeeperRows keeper =
        new KeeperRows(
            program, new Supervision(pipes, PATHS.execs().resolve("e1"), Optional.empty(), false));
    var container = keeper.pass("container", new Fd(902));
    keeper.begin();
    program.call("join the container", SystemCall.SETNS, container, value(0));
    keeper.cloneFirstProcess(0, Optional.empty());
    keeper.connectStreams();
    keeper.execute(List.of("/bin/true"), ENVIRONMENT);
    Launch launch = keeper.finish();
    assertGolden("exec.program.txt", launch.program().text());
    assertThat(launch.passed()).extracting(Fd::number).containsExactly(902, 900, 901);
  }

  @Test
  void descriptorsArePassedBeforeTheFirstRow() {
    KeeperRows keeper = new KeeperRows(Program.builder(), start(false, false, false));
    keeper.begin();
    assertThatThrownBy(() -> keeper.pass("late", new Fd(900)))
        .isInstanceOf(IllegalStateException.class);
  }
}
