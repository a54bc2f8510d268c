package io.davit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `container`, `image`, `network`, `volume` and `system`, and the project commands that look at
/// single objects.
final class ObjectsTest {
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

  @Test
  void listsOfEveryKind() throws IOException {
    engine
        .json(
            "GET /containers/json",
            """
            [{"Id":"0123456789abcdef","Names":["/web"],"Image":"nginx","Command":"sh","Created":
              1795262390,"State":"running","Status":"Up 10 seconds","Ports":[],"Labels":{"a":"b"}}]
            """)
        .json(
            "GET /images/json",
            """
            [{"Id":"sha256:0123456789abcdef","RepoTags":["nginx:1.27","host:5000/n:x"],
              "Created":1795262390,"Size":187000000},
             {"Id":"sha256:fedcba9876543210","RepoTags":[],"Created":1795262390,"Size":1}]
            """)
        .json(
            "GET /networks",
            """
            [{"Id":"0123456789abcdef","Name":"shop_default","Driver":"bridge","Scope":"local"}]
            """)
        .json(
            "GET /volumes",
            """
            {"Volumes":[{"Name":"shop_data","Driver":"local","Mountpoint":"/x"}],"Warnings":null}
            """);
    StringBuilder lists = new StringBuilder();
    for (String kind : new String[] {"container", "image", "network", "volume"}) {
      lists.append(shell.run(kind, "ls").out()).append('\n');
      lists.append(shell.run(kind, "ls", "-q").out()).append('\n');
    }
    Golden.check("lists.txt", lists.toString());
    assertThat(shell.run("image", "ls", "--format", "{{.Repository}}").out())
        .isEqualTo("nginx\nhost:5000/n\n<none>\n");
    shell.run("network", "ls", "--filter", "label=a=b");
    assertThat(engine.asked().getLast().target())
        .isEqualTo("/networks?filters=%7B%22label%22%3A%5B%22a%3Db%22%5D%7D");
  }

  @Test
  void inspectsWhatIsThereAndTellsWhatIsNot() throws IOException {
    engine
        .json("GET /images/davit/host:latest/json", "{\"Id\":\"sha256:1\",\"Size\":3}")
        .json("GET /containers/x/json", 404, "{\"message\":\"No such container: x\"}");
    assertThat(shell.run("image", "inspect", "davit/host:latest").out())
        .isEqualTo(
            """
            [
              {
                "Id": "sha256:1",
                "Size": 3
              }
            ]
            """);
    assertThat(shell.run("image", "inspect", "davit/host:latest", "-f", "{{.Size}}").out())
        .isEqualTo("3\n");
    Shell.Ran missing = shell.run("container", "inspect", "x");
    assertThat(missing.out()).isEqualTo("[]\n");
    assertThat(missing.err()).isEqualTo("error: No such container: x\n");
    assertThat(missing.code()).isEqualTo(1);
  }

  @Test
  void printsAProgram() throws IOException {
    engine.json("GET /containers/web/program", "mount proc\nexecve /bin/sh");
    assertThat(shell.run("container", "inspect", "--program", "web").out())
        .isEqualTo("mount proc\nexecve /bin/sh\n");
  }

  @Test
  void removesAndGoesOnAfterAFailure() throws IOException {
    engine
        .json("DELETE /volumes/a", 409, "{\"message\":\"volume a is in use\"}")
        .json("DELETE /volumes/b", 204, "")
        .json("DELETE /images/n:1", "[{\"Untagged\":\"n:1\"},{\"Deleted\":\"sha256:1\"}]");
    Shell.Ran ran = shell.run("volume", "rm", "a", "b");
    assertThat(ran.out()).isEqualTo("b\n");
    assertThat(ran.err()).isEqualTo("error: volume a is in use\n");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(shell.run("image", "rm", "n:1").out())
        .isEqualTo("Untagged: n:1\nDeleted: sha256:1\n");
    assertThat(shell.run("volume", "rm", "-f", "gone").code()).isZero();
  }

  @Test
  void loadsImportsAndTagsImages() throws IOException {
    Files.writeString(directory.resolve("a.tar"), "tar bytes");
    engine
        .lines("POST /images/load", "{\"stream\":\"Loaded image: nginx:1\\n\"}")
        .lines("POST /images/create", "{\"status\":\"sha256:1\"}")
        .json("POST /images/team/app:1/tag", 201, "");
    assertThat(shell.run("image", "load", "a.tar").out()).isEqualTo("Loaded image: nginx:1\n");
    assertThat(engine.asked("/images/load").body()).isEqualTo("tar bytes");
    assertThat(shell.input("piped").run("image", "import", "-", "n:2").out())
        .isEqualTo("sha256:1\n");
    assertThat(engine.asked("/images/create").target())
        .isEqualTo("/images/create?fromSrc=-&repo=n&tag=2");
    shell.run("image", "import", "-c", "CMD [\"sh\"]", ".", "n");
    assertThat(engine.asked().getLast().target())
        .isEqualTo(
            "/images/create?fromSrc="
                + directory.toString().replace("/", "%2F")
                + "&repo=n&changes=CMD%20%5B%22sh%22%5D");
    assertThat(shell.run("image", "tag", "team/app:1", "host:5000/app").code()).isZero();
    assertThat(engine.asked().getLast().target())
        .isEqualTo("/images/team/app:1/tag?repo=host%3A5000%2Fapp");
    assertThat(shell.run("image", "load", "b.tar").err())
        .startsWith("error: there is no file b.tar");
  }

  @Test
  void aLoadThatFailsInTheMiddleFails() throws IOException {
    engine.lines(
        "POST /images/load",
        "{\"errorDetail\":{\"message\":\"member ../x leads outside\"},\"error\":\"…\"}");
    Shell.Ran ran = shell.input("x").run("image", "load");
    assertThat(ran.err()).isEqualTo("error: member ../x leads outside\n");
    assertThat(ran.code()).isEqualTo(1);
  }

  @Test
  void systemStatusStopAndInfo() throws IOException {
    Files.createFile(directory.resolve("engine.lock"));
    engine
        .json(
            "GET /version",
            "{\"Version\":\"0.1.0\",\"ApiVersion\":\"1.51\",\"MinAPIVersion\":\"1.24\"}")
        .json("GET /info", "{\"Containers\":3,\"ContainersRunning\":2,\"NCPU\":4}")
        .json(
            "POST /system/stop",
            202,
            "{\"Lock\":\"%s\"}".formatted(directory.resolve("engine.lock")));
    assertThat(shell.run("system", "status").out())
        .startsWith("the engine is running\n")
        .contains("  API         1.24 to 1.51\n")
        .contains("  containers  3, 2 running\n");
    assertThat(shell.run("system", "info", "-f", "{{.NCPU}}").out()).isEqualTo("4\n");
    assertThat(shell.run("system", "info").out()).contains("  CPUs        4\n");
    assertThat(shell.run("system", "stop").err())
        .isEqualTo("stopped the engine; containers go on\n");
    engine.close();
    assertThat(shell.run("system", "status").code()).isEqualTo(1);
    assertThat(shell.run("system", "stop").code()).isZero();
  }

  @Test
  void portsProjectsProcessesAndImagesOfAProject() throws IOException {
    engine
        .json(
            "GET /containers/json",
            """
            [{"Id":"a","Names":["/shop-web-1"],"Image":"nginx:1","ImageID":"sha256:0123456789abcdef",
              "State":"running","Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,
              "Type":"tcp"}],"Labels":{"com.docker.compose.service":"web",
              "com.docker.compose.container-number":"1"}}]
            """)
        .json(
            "GET /projects",
            """
            [{"Name":"shop","Status":"running(2)","ConfigFiles":["/s/compose.yaml"]},
             {"Name":"blog","Status":"exited(1)","ConfigFiles":["/b/compose.yaml"]}]
            """)
        .json(
            "GET /containers/a/top",
            "{\"Titles\":[\"PID\",\"CMD\"],\"Processes\":[[\"1\",\"nginx\"],[\"7\",\"sh\"]]}")
        .json(
            "GET /images/sha256:0123456789abcdef/json",
            "{\"RepoTags\":[\"nginx:1\"],\"Size\":1000000}");
    assertThat(shell.davit("port", "web", "80").out()).isEqualTo("0.0.0.0:8080\n");
    assertThat(shell.davit("port", "web", "80/udp").err())
        .contains("port 80/udp of service \"web\"");
    assertThat(shell.davit("top").out())
        .isEqualTo(
            """
            SERVICE   #         PID       CMD
            web       1         1         nginx
            web       1         7         sh
            """);
    assertThat(shell.davit("images").out())
        .isEqualTo(
            """
            CONTAINER    REPOSITORY   TAG       IMAGE ID       SIZE
            shop-web-1   nginx        1         0123456789ab   1MB
            """);
    assertThat(shell.davit("images", "-q").out()).isEqualTo("0123456789abcdef\n");
    assertThat(shell.run("ls").out())
        .isEqualTo(
            """
            NAME      STATUS       CONFIG FILES
            shop      running(2)   /s/compose.yaml
            blog      exited(1)    /b/compose.yaml
            """);
    assertThat(shell.run("ls", "-q", "--filter", "name=^sh").out()).isEqualTo("shop\n");
    assertThat(shell.run("ls", "--format", "json").out()).startsWith("[{\"Name\":\"shop\"");
  }

  @Test
  void containerLogsKeepTheirStreams() throws IOException {
    engine
        .json("GET /containers/web/json", "{\"Config\":{\"Tty\":false}}")
        .on(
            "GET /containers/web/logs",
            (_, _, output) ->
                FakeEngine.chunked(
                    output,
                    "application/vnd.docker.multiplexed-stream",
                    FakeEngine.join(
                        FakeEngine.stdcopy(1, "out\n"), FakeEngine.stdcopy(2, "err\n"))));
    Shell.Ran ran = shell.run("container", "logs", "--tail", "3", "web");
    assertThat(ran.out()).isEqualTo("out\n");
    assertThat(ran.err()).isEqualTo("err\n");
  }
}
