package io.davit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Attributes that Davit reads and does not honour: `config` shows them, what brings a project up
/// tells of them.
final class UnhonouredTest {
  private static final String SERVICE = "name: shop\nservices:\n  web:\n    image: nginx\n";
  private static final String NOT_YET = SERVICE + "    uts: container:vpn\n";
  private static final String WITHOUT_EFFECT = SERVICE + "    pull_policy: weekly\n";

  @TempDir Path directory;
  private FakeEngine engine;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    engine = new FakeEngine();
    shell = new Shell(engine);
    shell.directory = directory;
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
  }

  private void write(String compose) throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), compose);
  }

  @ParameterizedTest
  @ValueSource(strings = {NOT_YET, WITHOUT_EFFECT})
  void configShowsThemAndSaysNothing(String compose) throws IOException {
    write(compose);
    Shell.Ran ran = shell.run("config");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains(compose.lines().skip(4).findFirst().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"up -d", "create", "run web", "plan", "scale web=2"})
  void whatCannotBeBroughtUpIsRefusedBeforeAnythingIsTouched(String command) throws IOException {
    write(NOT_YET);
    Shell.Ran ran = shell.run(command.split(" ", -1));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith(
            """
            compose.yaml:5:10: error: service "web": uts is "container:vpn", which is not supported yet
                5 |     uts: container:vpn
                  |          ^^^^^^^^^^^^^
             fix: \
            """);
    assertThat(engine.asked()).isEmpty();
  }

  @Test
  void whatHasNoEffectIsTold() throws IOException {
    write(WITHOUT_EFFECT);
    engine.succeeds("/projects/shop/create");
    Shell.Ran ran = shell.run("create");
    assertThat(ran.code()).isZero();
    assertThat(ran.err())
        .contains(
            """
            compose.yaml:5:18: warning: service "web": pull_policy is "weekly", which has no effect \
            here: an image is pulled when it is missing
            """);
  }
}
