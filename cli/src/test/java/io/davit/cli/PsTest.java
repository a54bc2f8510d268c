package io.davit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `ps`, and where published ports and states show.
final class PsTest {
  private static final String CONTAINERS =
      """
      [{"Id":"bbbbbbbbbbbbbbbbbbbb","Names":["/shop-web-1"],"Image":"nginx:1.27","ImageID":"sha256:1",
        "Command":"nginx -g 'daemon off;' and more","Created":1795262380,"State":"running",
        "Status":"Up 20 seconds (healthy)","Health":"healthy",
        "Ports":[{"IP":"0.0.0.0","PrivatePort":80,"PublicPort":8080,"Type":"tcp"},
                 {"IP":"::","PrivatePort":80,"PublicPort":8080,"Type":"tcp"},
                 {"PrivatePort":443,"Type":"tcp"}],
        "Labels":{"com.docker.compose.project":"shop","com.docker.compose.service":"web",
                  "com.docker.compose.container-number":"1","com.docker.compose.oneoff":"False"},
        "NetworkSettings":{"Networks":{"shop_default":{}}},
        "Mounts":[{"Type":"volume","Name":"shop_data","Source":"/x","Destination":"/data"}]},
       {"Id":"aaaaaaaaaaaaaaaaaaaa","Names":["/shop-db-1"],"Image":"postgres","ImageID":"sha256:2",
        "Command":"postgres","Created":1795262300,"State":"exited","Status":"Exited (1) 5 seconds ago",
        "ExitCode":1,"Ports":[],
        "Labels":{"com.docker.compose.project":"shop","com.docker.compose.service":"db",
                  "com.docker.compose.container-number":"1","com.docker.compose.oneoff":"False"}},
       {"Id":"cccccccccccccccccccc","Names":["/shop-web-run-1"],"Image":"nginx","ImageID":"sha256:1",
        "Command":"sh","Created":1795262300,"State":"running","Status":"Up 1 second","Ports":[],
        "Labels":{"com.docker.compose.project":"shop","com.docker.compose.service":"web",
                  "com.docker.compose.oneoff":"True"}}]
      """;

  private FakeEngine engine;
  private Shell shell;

  @BeforeEach
  void start() throws IOException {
    engine = new FakeEngine().json("GET /containers/json", CONTAINERS);
    shell = new Shell(engine);
  }

  @AfterEach
  void stop() throws IOException {
    engine.close();
  }

  @Test
  void listsWhatRunsAsATable() throws IOException {
    Shell.Ran ran = shell.davit("ps");
    assertThat(ran.out())
        .isEqualTo(
            """
            NAME         IMAGE        COMMAND                  SERVICE   CREATED          STATUS                    PORTS
            shop-web-1   nginx:1.27   "nginx -g 'daemon of…"   web       20 seconds ago   Up 20 seconds (healthy)   443/tcp, 0.0.0.0:8080->80/tcp, [::]:8080->80/tcp
            """);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(engine.asked("/containers/json").target())
        .isEqualTo(
            "/containers/json?all=1&filters=%7B%22label%22%3A%5B%22"
                + "com.docker.compose.project%3Dshop%22%5D%7D");
  }

  @Test
  void showsEndedAndOneOffContainersWithAll() throws IOException {
    assertThat(shell.davit("ps", "-aq").out())
        .isEqualTo("aaaaaaaaaaaaaaaaaaaa\nbbbbbbbbbbbbbbbbbbbb\ncccccccccccccccccccc\n");
    assertThat(shell.davit("ps", "--services", "-a").out()).isEqualTo("db\nweb\n");
    assertThat(shell.davit("ps", "--status", "exited", "--format", "{{.Name}} {{.ExitCode}}").out())
        .isEqualTo("shop-db-1 1\n");
  }

  @Test
  void printsOneJsonObjectPerLine() throws IOException {
    assertThat(shell.davit("ps", "--format", "json").out())
        .startsWith("{\"ID\":\"bbbbbbbbbbbb\",\"Name\":\"shop-web-1\"")
        .containsPattern(
            "\"CreatedAt\":\"\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [+-]\\d{4} \\w+\"")
        .contains("\"Publishers\":[{\"URL\":\"0.0.0.0\",\"TargetPort\":80,\"PublishedPort\":8080")
        .contains("\"LocalVolumes\":\"1\"")
        .hasLineCount(1);
  }

  @Test
  void narrowsToServicesAndRefusesUnknownOnes() throws IOException {
    assertThat(shell.davit("ps", "-a", "db", "--format", "table {{.Name}}\t{{upper .State}}").out())
        .isEqualTo("NAME        STATE\nshop-db-1   EXITED\n");
    Shell.Ran unknown = shell.davit("ps", "wbe");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err())
        .isEqualTo(
            """
            error: no container of service "wbe"
              fix: "davit ps -a" lists what there is; "davit up" creates what is missing
            """);
  }

  @Test
  void refusesUnknownStatesAndFilters() throws IOException {
    assertThat(shell.davit("ps", "--status", "asleep").err())
        .startsWith("error: invalid status \"asleep\"\n  fix: choose one of paused, ");
    assertThat(shell.davit("ps", "--filter", "name=x").err())
        .startsWith("error: invalid filter \"name=x\"");
  }

  @Test
  void saysThatNoEngineListens() throws IOException {
    engine.close();
    Shell.Ran ran = shell.davit("ps");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("error: no engine listens on " + engine.socket())
        .contains("\n  fix: start one with");
  }
}
