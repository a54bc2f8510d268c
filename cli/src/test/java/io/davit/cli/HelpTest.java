package io.davit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What `--help` prints, for every command.
final class HelpTest {
  static List<String> commands() {
    return HelpText.names().stream()
        .filter(name -> !Commands.isGroup(name) && !Set.of("daemon", "help").contains(name))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void ofACommand(String command) throws IOException {
    try (FakeEngine engine = new FakeEngine()) {
      Shell shell = new Shell(engine);
      String[] words = (command + " --help").split(" ", -1);
      Shell.Ran ran = shell.run(words);
      assertThat(ran.err()).isEmpty();
      assertThat(ran.code()).isZero();
      assertThat(ran.out().lines()).allMatch(line -> line.length() <= 120);
      Golden.check("help/" + command.replace(' ', '-') + ".txt", ran.out());
      assertThat(shell.run(("help " + command).split(" ", -1)).out()).isEqualTo(ran.out());
      assertThat(engine.asked()).isEmpty();
    }
  }

  @Test
  void ofEverything() throws IOException {
    try (FakeEngine engine = new FakeEngine()) {
      Shell shell = new Shell(engine);
      Golden.check("help/davit.txt", shell.run("--help").out());
      assertThat(shell.run().out()).isEqualTo(shell.run("help").out());
    }
  }

  @Test
  void ofAGroup() throws IOException {
    try (FakeEngine engine = new FakeEngine()) {
      Golden.check("help/image.txt", new Shell(engine).run("image", "--help").out());
    }
  }

  @Test
  void everyGoldenFileBelongsToACommand() throws IOException {
    Set<String> expected = new TreeSet<>(Set.of("davit.txt", "image.txt"));
    commands().forEach(command -> expected.add(command.replace(' ', '-') + ".txt"));
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden/help"))) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet()))
          .isEqualTo(expected);
    }
  }
}
