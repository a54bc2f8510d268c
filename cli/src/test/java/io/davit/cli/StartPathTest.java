package io.davit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a start loads: whole processes, the classes that their JVM reports.
final class StartPathTest {
  @TempDir Path directory;

  private List<String> loaded(String... arguments) throws IOException, InterruptedException {
    Path log = directory.resolve("classes");
    Path output = directory.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Xlog:class+load:file=" + log + "::filecount=0");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.davit.cli.Davit"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    try (var lines = Files.lines(log)) {
      return lines
          .map(line -> line.substring(line.indexOf("] ") + 2).split(" ", 2)[0])
          .filter(name -> name.indexOf('.') > 0)
          .toList();
    }
  }

  private static void hasNone(List<String> classes, String... prefixes) {
    for (String prefix : prefixes) {
      assertThat(classes).as(prefix).noneMatch(name -> name.startsWith(prefix));
    }
  }

  @Test
  void psLoadsNoYamlNoReflectionAndNoOtherCommand() throws Exception {
    Files.writeString(
        directory.resolve("compose.yaml"), "name: shop\nservices:\n  a:\n    image: b\n");
    try (FakeEngine engine = new FakeEngine().json("GET /containers/json", "[{\"Id\":\"a\"}]")) {
      List<String> classes = loaded("--host", engine.socket().toString(), "ps");
      assertThat(classes).contains("io.davit.cli.command.PsCommand");
      hasNone(
          classes,
          "org.yaml.",
          "io.davit.model.schema.",
          "io.davit.model.yaml.YamlReader",
          "io.davit.model.env.",
          "com.google.gson.internal.bind.",
          "com.google.gson.Gson",
          "io.vertx.",
          "java.net.http.",
          "io.davit.cli.command.UpCommand",
          "io.davit.cli.HelpText",
          "picocli.AutoComplete");
    }
  }

  @Test
  void versionOpensNoConnection() throws Exception {
    hasNone(
        loaded("version"), "io.davit.cli.engine.Connection", "io.davit.model.yaml.", "org.yaml.");
  }

  @Test
  void configOpensNoConnection() throws Exception {
    Files.writeString(directory.resolve("compose.yaml"), "services:\n  a:\n    image: b\n");
    List<String> classes = loaded("config", "--services");
    assertThat(classes).anyMatch(name -> name.startsWith("org.yaml."));
    hasNone(
        classes,
        "io.davit.cli.engine.Connection",
        "com.google.gson.internal.bind.",
        "io.davit.registry.",
        "java.net.http.");
  }

  /// What is not rehearsed is not in the cache that every start is served from.
  @Test
  void everyCommandIsRehearsed() throws IOException {
    String rehearsal = Files.readString(Path.of("src/main/dist/lib/rehearsal"));
    assertThat(HelpText.names())
        .filteredOn(name -> Commands.named(name).isPresent()) // the daemon is a program of its own
        .allSatisfy(name -> assertThat(rehearsal).containsPattern("(?m)^(.* )?" + name + "( |$)"));
  }
}
