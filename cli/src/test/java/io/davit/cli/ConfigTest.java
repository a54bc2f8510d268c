package io.davit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `config`, errors of compose files, and how a project gets its name. No engine is asked.
final class ConfigTest {
  @TempDir Path directory;
  private FakeEngine engine;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    engine = new FakeEngine();
    shell = new Shell(engine);
    shell.directory = directory;
    write(
        "name: shop\nservices:\n  web:\n    image: nginx:${TAG:-1}\n  db:\n    image: postgres\n");
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
  }

  private void write(String compose) throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), compose);
  }

  @Test
  void printsTheWholeOrOneAspect() throws IOException {
    shell.environment.put("TAG", "9");
    assertThat(shell.run("config").out()).startsWith("name: shop\n").contains("image: nginx:9");
    assertThat(shell.run("config", "--format", "json").out()).contains("\"image\": \"nginx:9\"");
    assertThat(shell.run("config", "--services").out()).isEqualTo("db\nweb\n");
    assertThat(shell.run("config", "--images", "web").out()).contains("nginx:9");
    assertThat(shell.run("config", "--networks").out()).isEqualTo("default\n");
    assertThat(shell.run("config", "-q").out()).isEmpty();
    assertThat(shell.run("config", "--hash", "web").out()).matches("web [0-9a-f]{64}\n");
    assertThat(shell.run("config", "-o", "out.yaml").out()).isEmpty();
    assertThat(directory.resolve("out.yaml")).content().startsWith("name: shop\n");
    assertThat(engine.asked()).isEmpty();
  }

  @Test
  void printsASchemaForEditorsWithoutAnyFile() throws IOException {
    Files.delete(directory.resolve("compose.yaml"));
    assertThat(shell.run("config", "--schema").out())
        .startsWith("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\"")
        .contains("\"healthcheck\": {");
  }

  @Test
  void readsStandardInput() throws IOException {
    shell.input("name: other\nservices:\n  a:\n    image: b\n");
    assertThat(shell.run("-f", "-", "config", "--services").out()).isEqualTo("a\n");
  }

  @Test
  void tellsEveryProblemWithItsLine() throws IOException {
    write("name: shop\nservices:\n  web:\n    imgae: nginx\n    depends_on: [dbb]\n");
    Shell.Ran ran = shell.run("config");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .contains("compose.yaml:4:5: error: ")
        .contains("    4 |     imgae: nginx\n")
        .contains(" fix: ")
        .doesNotContain("Exception");
  }

  @Test
  void listsTheVariablesInEveryFormat() throws IOException {
    assertThat(shell.run("config", "--variables").out())
        .isEqualTo(
            """
            NAME      REQUIRED   DEFAULT VALUE   ALTERNATE VALUE
            TAG       false      1
            """);
    assertThat(shell.run("config", "--variables", "--format", "yaml").out())
        .isEqualTo(
            """
            TAG:
                name: "TAG"
                defaultvalue: "1"
                presencevalue: ""
                required: false
            """);
    assertThat(shell.run("config", "--variables", "--format", "json").out())
        .contains("\"PresenceValue\": \"\"");
  }

  @Test
  void showsResourcesThatNoServiceUsesWhenAsked() throws IOException {
    write("services: {web: {image: nginx}}\nvolumes: {idle: }\n");
    assertThat(shell.run("config", "--volumes").out()).isEmpty();
    assertThat(shell.run("--all-resources", "config", "--volumes").out()).isEqualTo("idle\n");
    assertThat(shell.run("--all-resources", "config", "web").out()).contains("  idle:\n");
  }

  @Test
  void leavesUnsaidWhatTheFilesLeaveUnsaidForCompatibility() throws IOException {
    write(
        """
        name: shop
        services:
          web: {build: {context: /src}, init: true, links: [db], depends_on: [log]}
          db: {image: db, pid: service:log}
          log: {image: log}
        """);
    String said =
        """
        name: shop
        services:
          db:
            image: db
            pid: service:log
          log:
            image: log
          web:
            build:
              context: /src
            depends_on:
              log:
                condition: service_started
                required: true
            init: true
            links:
              - db
        """;
    assertThat(shell.run("config", "--no-normalize").out()).isEqualTo(said);
    assertThat(shell.run("--compatibility", "config").out()).isEqualTo(said);
  }

  @Test
  void aBuiltImageIsNamedInTheStyleOfTheProject() throws IOException {
    write("name: shop\nservices: {web: {build: /src}, db: {image: db}}\n");
    assertThat(shell.run("config", "--images").out()).isEqualTo("db\nshop-web\n");
    assertThat(shell.run("--compatibility", "config", "--images").out())
        .isEqualTo("db\nshop_web\n");
    Files.writeString(directory.resolve(".env"), "COMPOSE_COMPATIBILITY=y\n");
    assertThat(shell.run("config", "--images").out()).isEqualTo("db\nshop_web\n");
  }

  /// Docker Compose writes them so, too.
  @Test
  void relativePathsOfOtherFilesBeginAtTheProject() throws IOException {
    write("include: [lib/a.yaml]\nservices: {web: {image: x, volumes: ['./data:/data']}}\n");
    Files.createDirectories(directory.resolve("lib"));
    Files.writeString(
        directory.resolve("lib/a.yaml"),
        "services: {a: {image: a, volumes: ['./d:/d', '../e:/e', '/f:/f'], build: {context: .}}}");
    assertThat(shell.run("config", "--no-path-resolution").out())
        .contains("source: ./data\n", "source: lib/d\n", "source: e\n", "source: /f\n")
        .contains("context: lib\n");
  }

  @Test
  void keepsThatAFileOfVariablesMayBeMissing() throws IOException {
    write("services: {web: {image: nginx, env_file: [{path: /a, required: false}, /b]}}\n");
    assertThat(shell.run("config", "--no-env-resolution").out())
        .contains("    env_file:\n      - path: /a\n        required: false\n      - path: /b\n");
  }

  @Test
  void namesTheImagesByDigest() throws IOException {
    String digest = "sha256:" + "ab".repeat(32);
    engine.json("GET /images/nginx:1/json", "{\"RepoDigests\":[\"nginx@%s\"]}".formatted(digest));
    assertThat(shell.run("config", "--resolve-image-digests", "web").out())
        .contains("    image: docker.io/library/nginx:1@" + digest + "\n")
        .contains("    networks:\n");
    assertThat(shell.run("config", "--lock-image-digests", "web").out())
        .isEqualTo("services:\n  web:\n    image: docker.io/library/nginx:1@" + digest + "\n");
    Shell.Ran ran = shell.run("config", "--resolve-image-digests");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            """
            error: service "db": image "postgres" is not in the engine's image store
              fix: load it: davit image load FILE
            """);
  }

  @Test
  void leavesOutStepsOfLoading() throws IOException {
    write(
        """
        name: shop
        services:
          web:
            image: nginx
            env_file: a.env
            volumes: ["./data:/data"]
            depends_on: [none]
        """);
    Files.writeString(directory.resolve("a.env"), "A=1\n");
    assertThat(shell.run("config").err()).contains("depends on undefined service");
    String out = shell.run("config", "--no-consistency", "--no-path-resolution").out();
    assertThat(out).contains("source: ./data\n", "A: \"1\"\n", "default: null\n");
    out = shell.run("config", "--no-consistency", "--no-normalize", "--no-env-resolution").out();
    assertThat(out)
        .contains("source: " + directory + "/data\n", "path: " + directory + "/a.env\n")
        .doesNotContain("networks", "environment");
  }

  @Test
  void selectsServicesWithWhatTheyNeed() throws IOException {
    write(
        """
        services:
          web: {image: nginx, depends_on: [zdb], networks: [back]}
          other: {image: other, profiles: [more, extra]}
          zdb: {image: postgres, volumes: ["data:/d"]}
        networks: {back: {}}
        volumes: {data: {}}
        """);
    assertThat(shell.run("config", "--services").out()).isEqualTo("zdb\nweb\n");
    assertThat(shell.run("config", "--profiles").out()).isEqualTo("extra\nmore\n");
    assertThat(shell.run("config", "--images").out()).isEqualTo("nginx\npostgres\n");
    assertThat(shell.run("config", "zdb").out()).contains("zdb:", "data:").doesNotContain("web");
    assertThat(shell.run("config", "web").out()).contains("zdb:", "back:", "data:");
    assertThat(shell.run("config", "other", "--images").out()).isEqualTo("other\n");
    Shell.Ran ran = shell.run("config", "wbe");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("no such service: \"wbe\"", "did you mean \"web\"?");
  }

  /// Docker Compose does not look at names of services there.
  @Test
  void listsOfNamesAreThoseOfTheWholeProject() throws IOException {
    write(
        """
        services:
          web: {image: a, depends_on: [db]}
          db: {image: b, volumes: ["data:/d"], networks: [back]}
          other: {image: c, profiles: [more]}
        networks: {back: {}}
        volumes: {data: {}}
        """);
    for (String name : List.of("web", "other", "nope")) {
      assertThat(shell.run("config", "--services", name).out()).isEqualTo("db\nweb\n");
      assertThat(shell.run("config", "--volumes", name).out()).isEqualTo("data\n");
      assertThat(shell.run("config", "--networks", name).out()).isEqualTo("back\ndefault\n");
    }
  }

  @Test
  void variablesThatAreNamedAloneGetTheirValuesInNormalizing() throws IOException {
    write(
        """
        services:
          web:
            image: a
            build: {context: /src, args: [A, B=1, C]}
            environment: [A, C]
            post_start: [{command: x, environment: [A, C]}]
        """);
    shell.environment.put("A", "here");
    assertThat(shell.run("config", "--format", "json").out())
        .contains("\"args\": {\n          \"A\": \"here\",\n          \"B\": \"1\"\n        }")
        .containsPattern("\"environment\": \\{\n +\"A\": \"here\",\n +\"C\": null\n +}");
    String said = shell.run("config", "--no-normalize", "--format", "json").out();
    assertThat(said)
        .containsPattern("\"args\": \\{\n +\"A\": null,\n +\"B\": \"1\",\n +\"C\": null\n")
        .containsPattern("\"environment\": \\{\n +\"A\": \"here\",\n +\"C\": null\n")
        .containsPattern("\"environment\": \\{\n +\"A\": null,\n +\"C\": null\n");
    assertThat(shell.run("config", "--no-env-resolution", "--format", "json").out())
        .contains("\"A\": \"here\"");
    assertThat(shell.run("config", "--no-normalize", "--no-env-resolution").out())
        .doesNotContain("here");
  }

  @Test
  void showsVariablesBeforeTheyAreExpanded() throws IOException {
    assertThat(shell.run("config", "--no-interpolate").out()).contains("image: nginx:${TAG:-1}");
    assertThat(shell.run("config", "--variables").out())
        .startsWith("NAME      REQUIRED   DEFAULT VALUE   ALTERNATE VALUE")
        .contains("TAG       false      1");
    Files.writeString(directory.resolve(".env"), "TAG=7\n");
    assertThat(shell.run("config", "--environment").out()).contains("TAG=7\n");
  }

  private String nameAsked(String... arguments) throws IOException {
    engine.json("GET /containers/json", "[]");
    int before = engine.asked().size();
    shell.run(arguments);
    String target = engine.asked().get(before).target();
    return target.substring(
        target.indexOf("project%3D") + "project%3D".length(), target.lastIndexOf("%22"));
  }

  @Test
  void theProjectsNameComesFromTheFirstThatGivesOne() throws IOException {
    assertThat(nameAsked("ps")).isEqualTo("shop");
    assertThat(nameAsked("-p", "flag", "ps")).isEqualTo("flag");
    shell.environment.put("COMPOSE_PROJECT_NAME", "variable");
    assertThat(nameAsked("ps")).isEqualTo("variable");
    shell.environment.remove("COMPOSE_PROJECT_NAME");
    Files.writeString(directory.resolve(".env"), "COMPOSE_PROJECT_NAME=dotenv\n");
    assertThat(nameAsked("ps")).isEqualTo("dotenv");
    Files.delete(directory.resolve(".env"));
    shell.environment.put("WORD", "inter");
    write("name: ${WORD}polated\nservices:\n  a:\n    image: b\n");
    assertThat(nameAsked("ps")).isEqualTo("interpolated");
    write("{\"name\": \"flow\", \"services\": {\"a\": {\"image\": \"b\"}}}");
    assertThat(nameAsked("ps")).isEqualTo("flow");
  }

  @Test
  void withoutANameItIsTheDirectorys() throws IOException {
    Path named = Files.createDirectory(directory.resolve("_My App.2"));
    Files.writeString(named.resolve("docker-compose.yml"), "services:\n  a:\n    image: b\n");
    shell.directory = Files.createDirectory(named.resolve("below"));
    assertThat(nameAsked("ps")).isEqualTo("myapp2");
    Files.writeString(named.resolve("docker-compose.override.yml"), "name: over\nservices: {}\n");
    assertThat(nameAsked("ps")).isEqualTo("over");
    shell.directory = directory;
    assertThat(nameAsked("-f", "_My App.2/docker-compose.yml", "ps")).isEqualTo("myapp2");
  }

  @Test
  void anyFileThatOnlyGivesTheNameMayBeWrongOtherwise() throws IOException {
    write("name: ${WORD:-half}-done\nservices: {a: {imagee: b, depends_on: [none]}}\n");
    assertThat(nameAsked("ps")).isEqualTo("half-done");
  }

  @Test
  void dotenvSettingsCountBeforeFlagsAreResolved() throws IOException {
    Files.createDirectory(directory.resolve("deploy"));
    Files.writeString(
        directory.resolve("deploy/a.yaml"),
        "services:\n  a: {image: b}\n  p: {image: c, profiles: [more]}\n");
    Files.writeString(
        directory.resolve(".env"), "COMPOSE_FILE=deploy/a.yaml\nCOMPOSE_PROFILES=more\n");
    assertThat(shell.run("config", "--services").out()).isEqualTo("a\np\n");
    assertThat(nameAsked("ps")).isEqualTo("deploy");
    assertThat(shell.run("-f", "compose.yaml", "config", "--services").out())
        .isEqualTo("db\nweb\n");
    Files.writeString(directory.resolve(".env"), "COMPOSE_PROGRESS=nonsense\n");
    assertThat(shell.run("ps").err()).startsWith("error: invalid value \"nonsense\"");
    shell.environment.put("COMPOSE_PROGRESS", "json");
    Files.writeString(directory.resolve("compose.yaml"), "services: [1]\n");
    assertThat(shell.run("config").err()).startsWith("{\"error\":true");
  }

  @Test
  void completesCommandsFlagsAndServices() throws IOException {
    assertThat(shell.run("__complete", "st").out()).isEqualTo("start\nstop\n");
    assertThat(shell.run("__complete", "stop", "").out()).isEqualTo("db\nweb\n");
    assertThat(shell.run("__complete", "-f", "compose.yaml", "logs", "w").out()).isEqualTo("web\n");
    assertThat(shell.run("__complete", "up", "--no-r").out()).isEqualTo("--no-recreate\n");
    assertThat(shell.run("__complete", "--progress", "q").out()).isEqualTo("quiet\n");
    assertThat(shell.run("__complete", "--pro").out())
        .isEqualTo("--profile\n--progress\n--project-directory\n--project-name\n");
    assertThat(shell.run("__complete", "image", "i").out()).isEqualTo("import\ninspect\n");
    assertThat(shell.run("__complete", "exec", "web", "l").out()).isEmpty();
    assertThat(shell.run("__complete", "help", "up").out()).isEqualTo("up\n");
    assertThat(shell.run("__complete", "completion", "").out()).isEqualTo("bash\nfish\nzsh\n");
    assertThat(engine.asked()).isEmpty();
  }

  @Test
  void completionScriptsAreWhatTheirShellsAccept() throws Exception {
    Path script = directory.resolve("script");
    Files.writeString(script, shell.run("completion", "bash").out());
    Process bash = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();
    assertThat(bash.waitFor()).isZero();
    assertThat(shell.run("completion", "zsh").out()).startsWith("#compdef davit\n");
    assertThat(shell.run("completion", "fish").out()).contains("complete -c davit");
  }
}
