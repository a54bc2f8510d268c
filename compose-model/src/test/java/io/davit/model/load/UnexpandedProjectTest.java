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
                  A: ${X+alternate}
                  B: "1"
                  C: $C
                image: nginx:${TAG:-1}
                mem_limit: ${M:?needed}
                networks:
                  default: null
                ports:
                  - ${PORT}:80
                  - mode: ingress
                    protocol: tcp
                    published: "81"
                    target: 81
                  - mode: ingress
                    protocol: tcp
                    published: "82"
                    target: 82
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
                    $A: null
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
  void aVariableForAListIsReplacedByALaterFile() throws IOException {
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
        .contains("      target: t\n", "    dns: $E\n", "    labels: $L\n", "        target: 80\n")
        .doesNotContain("$P", "$D", "$B");
  }
}
