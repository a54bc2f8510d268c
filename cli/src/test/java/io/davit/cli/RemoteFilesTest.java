package io.davit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.davit.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `up` of a compose file in a git repository: it says what runs here, so that the user is asked,
/// as Docker Compose asks.
final class RemoteFilesTest {
  private static final String SHOP = "https://git.example/shop.git";

  /// A user at a keyboard, and output that goes to a file.
  private record Keyboard(Terminal none) implements Terminal {
    @Override
    public boolean inputIsTerminal() {
      return true;
    }

    @Override
    public boolean outputIsTerminal() {
      return false;
    }

    @Override
    public boolean errorIsTerminal() {
      return false;
    }

    @Override
    public Size size() {
      return none.size();
    }

    @Override
    public Raw raw() throws IOException {
      return none.raw();
    }
  }

  @TempDir Path directory;
  private FakeEngine engine;
  private Shell shell;

  @BeforeEach
  void publish() throws IOException, InterruptedException {
    String path = System.getenv("PATH");
    assumeTrue(
        Stream.of(path.split(":", -1)).anyMatch(p -> Files.isExecutable(Path.of(p, "git"))),
        "git is not installed");
    Path repository = Files.createDirectories(directory.resolve("served/shop.git"));
    Files.writeString(
        repository.resolve("compose.yaml"),
        "services: {web: {image: 'nginx:${TAG:-1}', user: '${KEY-}'}}\n");
    git(repository, "init", "-q");
    git(repository, "add", "-A");
    git(repository, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "a");
    engine = new FakeEngine();
    shell = new Shell(engine);
    shell.directory = directory;
    shell.environment.putAll(
        Map.of(
            "PATH",
            path,
            "HOME",
            directory.toString(),
            "GIT_CONFIG_COUNT",
            "1",
            "GIT_CONFIG_KEY_0",
            "url.file://" + directory.resolve("served/") + "/.insteadOf",
            "GIT_CONFIG_VALUE_0",
            "https://git.example/"));
    engine.succeeds("/projects/shop/up");
    engine.succeeds("/projects/shop/create");
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
  }

  private static void git(Path repository, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as(new String(output, StandardCharsets.UTF_8)).isZero();
  }

  private String checkout() throws IOException {
    try (Stream<Path> checkouts = Files.list(directory.resolve(".cache/davit/git"))) {
      return checkouts.toList().getFirst().toString();
    }
  }

  @Test
  void theUserIsAskedBeforeItsServicesRun() throws IOException {
    shell.terminal = new Keyboard(Terminal.none());
    Shell.Ran refused = shell.input("n\n").davit("-f", SHOP, "up", "-d");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            """
            https://git.example/shop.git is of another machine, and is kept in "%s"
            VARIABLE   VALUE     SOURCE         REQUIRED   DEFAULT
            KEY        <unset>   none           no
            TAG        1         compose file   no         1
            ? Go on with these variables? [y/N]\s"""
                .formatted(checkout()));
    assertThat(engine.asked()).isEmpty();
    assertThat(shell.input("y\n").davit("-f", SHOP, "up", "-d").code()).isZero();
  }

  @Test
  void itIsToldWhatTheVariablesAreAndWhereFrom() throws IOException {
    shell.environment.put("TAG", "9");
    Files.writeString(directory.resolve(".env"), "KEY=k\n");
    assertThat(shell.input("y\n").davit("-f", SHOP, "create").err())
        .contains("KEY        k         env file      no")
        .contains("TAG        9         environment   no         1");
  }

  @Test
  void whoSaysYesBeforeIsNotAsked() throws IOException {
    for (String command : List.of("up -d --yes", "create -y", "run -y -T web")) {
      List<String> words = new ArrayList<>(List.of("-f", SHOP));
      words.addAll(List.of(command.split(" ", -1)));
      assertThat(shell.davit(words.toArray(String[]::new)).err())
          .as(command)
          .contains("is of another machine")
          .doesNotContain("Go on");
    }
    assertThat(engine.asked()).isNotEmpty();
  }

  @Test
  void whereNobodyCanBeAskedTheAnswerIsNo() throws IOException {
    for (String[] command : List.of(new String[] {"up", "-d"}, new String[] {"run", "web"})) {
      List<String> words = new ArrayList<>(List.of("-f", SHOP));
      words.addAll(List.of(command));
      Shell.Ran refused = shell.davit(words.toArray(String[]::new));
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).endsWith("  fix: nobody is there to answer: say yes with --yes\n");
    }
    assertThat(engine.asked()).isEmpty();
  }

  /// Docker Compose asks neither: the own file says that the other one is wanted.
  @Test
  void anOwnProjectThatIncludesOneAsksNothing() throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), "include: ['" + SHOP + "']\n");
    Shell.Ran ran = shell.davit("up", "-d");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).doesNotContain("another machine");
  }

  @Test
  void whatItBringsInIsToldToo() throws Exception {
    Path more = Files.createDirectories(directory.resolve("served/more.git"));
    Files.writeString(more.resolve("compose.yaml"), "include: ['" + SHOP + "']\n");
    git(more, "init", "-q");
    git(more, "add", "-A");
    git(more, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "a");
    assertThat(shell.input("n\n").davit("-f", "https://git.example/more.git", "up", "-d").err())
        .contains("it brings in https://git.example/shop.git\n")
        .contains("TAG        1");
  }
}
