package io.davit.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `links: [SERVICE:ALIAS]`: a name that the linking service hears, and nobody else.
@Tag("kernel")
final class LinksScenario {
  private static final String FILE =
      """
      name: links
      x-sleeper: &sleeper {image: davit/host, init: true, command: [sleep, "1000"]}
      services:
        old: {<<: *sleeper, links: ["one:Db"]}
        new: {<<: *sleeper, links: ["two:db", "one:two"]}
        one: *sleeper
        two: *sleeper
      """;

  private final Engine engine = new Engine();
  private final String file;

  LinksScenario() throws IOException {
    this.file = engine.project(FILE);
  }

  /// What a service finds under a name: a container's name, or nothing.
  private String found(String service, String name) {
    Engine.Outcome address =
        engine.davit("-f", file, "exec", "-T", service, "getent", "hosts", name);
    if (address.exitCode() != 0) {
      return "";
    }
    String number = address.out().split("\\s+", 2)[0];
    String back =
        engine
            .mustDavit("-f", file, "exec", "-T", service, "getent", "hosts", number)
            .out()
            .strip();
    return back.split("\\s+", 2)[1];
  }

  @Test
  void eachHearsItsOwnLinks() throws IOException {
    try (engine) {
      engine.mustDavit("-f", file, "up", "-d");
      assertThat(found("old", "db")).isEqualTo("links-one-1.links_default");
      assertThat(found("new", "db")).isEqualTo("links-two-1.links_default");
      assertThat(found("new", "two")).isEqualTo("links-one-1.links_default");
      assertThat(found("old", "two")).isEqualTo("links-two-1.links_default");
      assertThat(found("one", "db")).isEmpty();
      engine.mustDavit("-f", file, "down", "-t", "1");
    }
  }
}
