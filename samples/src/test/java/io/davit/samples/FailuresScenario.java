package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a user reads when something is missing: what it is, and how to mend it.
@Tag("kernel")
final class FailuresScenario {
  @Test
  void eachSaysWhatIsMissingAndHowToMendIt() throws IOException {
    try (Engine engine = new Engine();
        ServerSocket taken = new ServerSocket(0)) {
      assertThat(errorOf(engine, "image: nosuch/image"))
          .isEqualTo(
              """
              error: no such image: "nosuch/image"
                fix: load it with davit image load, or import a root file system with davit image import: pulling is not supported yet
              """);
      assertThat(errorOf(engine, "image: davit/host, command: [nosuchcommand]"))
          .isEqualTo(
              """
              error: exec: "nosuchcommand": executable file not found in $PATH
                fix: name a program that the image has, in command or entrypoint; PATH is the container's
              """);
      assertThat(errorOf(engine, "image: davit/host, command: [/etc/passwd]"))
          .isEqualTo(
              """
              error: exec: "/etc/passwd": permission denied
                fix: make the file executable (chmod +x) and readable for the container's user
              """);
      assertThat(
              errorOf(
                  engine,
                  "image: davit/host, command: [sleep, '9'], volumes: [{type: bind, source:"
                      + " /no/such, target: /x, bind: {create_host_path: false}}]"))
          .isEqualTo(
              """
              error: invalid mount config for type "bind": bind source path does not exist: /no/such
                fix: create /no/such, or correct the path
              """);
      int port = taken.getLocalPort();
      assertThat(
              errorOf(
                  engine,
                  "image: davit/host, command: [sleep, '9'], ports: ['%d:80']".formatted(port)))
          .isEqualTo(
              """
              error: port %d is taken by java, pid %d
                fix: stop it, or publish another port
              """
                  .formatted(port, ProcessHandle.current().pid()));
    }
  }

  /// The last lines that `up` of one service prints, from its error on.
  private static String errorOf(Engine engine, String service) throws IOException {
    String file = engine.project("name: failing\nservices: {a: {" + service + "}}\n");
    Engine.Outcome up = engine.davit("-f", file, "up", "-d");
    assertThat(up.exitCode()).as(up.err()).isNotZero();
    engine.mustDavit("-f", file, "down");
    return up.err().substring(up.err().indexOf("error: "));
  }
}
