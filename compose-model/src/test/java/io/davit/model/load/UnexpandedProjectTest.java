package io.davit.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.model.canonical.CanonicalForm;
import io.davit.model.canonical.ConfigOptions;
import io.davit.model.load.UnexpandedProject.VariableUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnexpandedProjectTest {
  @TempDir Path directory;

  private UnexpandedProject load() throws IOException {
    Files.writeString(
        directory.resolve("a.yaml"),
        """
        services:
          web:
            image: "nginx:${TAG:-1}"
            command: "echo $A $$B"
            ports: ["${PORT}:80", "81:81"]
            environment: [B=1, "A=${X+alternate}"]
            volumes: ["${DIR}:/a", "$HERE/b:/b", {type: bind, source: $HERE, target: /c}]
            mem_limit: ${M:?needed}
            tty: $TTY
        """);
    Files.writeString(
        directory.resolve("b.yaml"),
        """
        services:
          web: {environment: {C: $C}, ports: ["82:82", "${PORT}:80"]}
        """);
    return ProjectLoader.loadUnexpanded(
        LoadRequest.in(directory, Map.of("TAG", "2"))
            .withFiles(List.of("a.yaml", "b.yaml"))
            .withName("p"));
  }

  @Test
  void variablesStayAsTheyAre() throws IOException {
    assertThat(CanonicalForm.toYaml(load().canonical(), ConfigOptions.UNEXPANDED))
        .isEqualTo(
            """
            name: p
            networks:
              default:
                name: p_default
            services:
              web:
                command: echo $A $$B
                environment:
                  - B=1
                  - A=${X+alternate}
                  - C=$C
                image: nginx:${TAG:-1}
                mem_limit: ${M:?needed}
                networks:
                  default: null
                ports:
                  - ${PORT}:80
                  - 81:81
                  - 82:82
                tty: $TTY
                volumes:
                  - ${DIR}:/a
                  - $HERE/b:/b
                  - source: $HERE
                    target: /c
                    type: bind
            """);
  }

  @Test
  void everyVariableIsListedWithItsFirstUse() throws IOException {
    assertThat(load().variables())
        .containsExactly(
            new VariableUse("A", false, "", ""),
            new VariableUse("C", false, "", ""),
            new VariableUse("DIR", false, "", ""),
            new VariableUse("HERE", false, "", ""),
            new VariableUse("M", true, "", ""),
            new VariableUse("PORT", false, "", ""),
            new VariableUse("TAG", false, "1", ""),
            new VariableUse("TTY", false, "", ""),
            new VariableUse("X", false, "", "alternate"));
  }

  @Test
  void aVariableMayStandForAWholeBuildOrForPartsOfIt() throws IOException {
    Files.writeString(
        directory.resolve("compose.yaml"),
        """
        services:
          whole: {build: $CONTEXT}
          parts:
            build: {context: $DIR/web, target: $T, args: [$A], ssh: [key=$KEY], secrets: [$S]}
            develop: {watch: [{path: $SRC, action: $DO}, $MORE]}
            devices: [$DEVICE]
            gpus: $GPUS
        """);
    assertThat(
            CanonicalForm.toYaml(
                ProjectLoader.loadUnexpanded(LoadRequest.in(directory, Map.of()).withName("p"))
                    .canonical(),
                ConfigOptions.UNEXPANDED))
        .isEqualTo(
            """
            name: p
            networks:
              default:
                name: p_default
            services:
              parts:
                build:
                  args:
                    - $A
                  context: $DIR/web
                  dockerfile: Dockerfile
                  secrets:
                    - $S
                  ssh:
                    - key=$KEY
                  target: $T
                develop:
                  watch:
                    - action: $DO
                      path: $SRC
                    - $MORE
                devices:
                  - $DEVICE
                gpus: $GPUS
                networks:
                  default: null
              whole:
                build: $CONTEXT
                networks:
                  default: null
            """);
  }

  @Test
  void aVariableForAListIsReplacedByALaterFileUnlessItCanBeAnItem() throws IOException {
    Files.writeString(
        directory.resolve("a.yaml"),
        "services: {web: {image: x, ports: $P, dns: $D, build: $B, labels: [a=1]}}");
    Files.writeString(
        directory.resolve("b.yaml"),
        "services: {web: {ports: ['80'], dns: $E, build: {target: t}, labels: $L}}");
    String text =
        CanonicalForm.toYaml(
            ProjectLoader.loadUnexpanded(
                    LoadRequest.in(directory, Map.of()).withFiles(List.of("a.yaml", "b.yaml")))
                .canonical(),
            ConfigOptions.UNEXPANDED);
    assertThat(text)
        .contains(
            "      target: t\n",
            "    dns:\n      - $D\n      - $E\n",
            "    labels: $L\n",
            "        target: 80\n")
        .doesNotContain("$P", "$B");
  }

  private static final String NOTATIONS =
      """
      services:
        web:
          image: x
          command: "echo 'a b'"
          entrypoint: [sh, -c]
          environment: {B: 1, A: true}
          labels: [b=1, a]
          tmpfs: /run
          dns: 1.1.1.1
          mem_limit: 5m
          stop_grace_period: 90s
          cpus: "1.50"
          tty: false
          healthcheck: {test: check it, interval: 2m30s}
          extra_hosts: {b: 1.2.3.4}
          ulimits: {nofile: 5}
          ports: ["80:80"]
          depends_on: [db]
        db: {image: x, command: [], post_start: [{command: a b}]}
      """;

  /// As Docker Compose does: short forms of structures are long, single values are as written.
  @Test
  void notationsStayAsTheyAre() throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), NOTATIONS);
    assertThat(
            CanonicalForm.toYaml(
                ProjectLoader.loadUnexpanded(LoadRequest.in(directory, Map.of()).withName("p"))
                    .canonical(),
                ConfigOptions.UNEXPANDED))
        .isEqualTo(
            """
            name: p
            networks:
              default:
                name: p_default
            services:
              db:
                command: []
                image: x
                networks:
                  default: null
                post_start:
                  - command: a b
              web:
                command: echo 'a b'
                cpus: "1.50"
                depends_on:
                  db:
                    condition: service_started
                    required: true
                dns:
                  - 1.1.1.1
                entrypoint:
                  - sh
                  - -c
                environment:
                  A: true
                  B: 1
                extra_hosts:
                  b: 1.2.3.4
                healthcheck:
                  interval: 2m30s
                  test: check it
                image: x
                labels:
                  - b=1
                  - a
                mem_limit: 5m
                networks:
                  default: null
                ports:
                  - mode: ingress
                    protocol: tcp
                    published: "80"
                    target: 80
                stop_grace_period: 90s
                tmpfs: /run
                tty: false
                ulimits:
                  nofile: 5
            """);
  }

  @Test
  void variablesOfIncludedAndExtendedFilesCountToo() throws IOException {
    Files.writeString(directory.resolve("inc.yaml"), "services: {db: {image: 'db:$DB'}}\n");
    Files.writeString(directory.resolve("ext.yaml"), "services: {base: {image: 'web:$WEB'}}\n");
    Files.writeString(
        directory.resolve("compose.yaml"),
        "include: [inc.yaml]\nservices: {web: {extends: {file: ext.yaml, service: base}}}\n");
    assertThat(ProjectLoader.loadUnexpanded(LoadRequest.in(directory, Map.of())).variables())
        .extracting(VariableUse::name)
        .containsExactly("DB", "WEB");
  }
}
