package io.davit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.image.Images.Config;
import io.davit.image.Images.Healthcheck;
import io.davit.problem.InvalidInput;
import io.davit.problem.Unsupported;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigChangesTest {
  @Test
  void instructionsMeanWhatTheyMeanInADockerfile() {
    Config config =
        changed(
            "CMD [\"nginx\", \"-g\", \"daemon off;\"]",
            "entrypoint /start.sh --fast",
            "ENV A=1 B=\"two words\" C=three\\ words",
            "ENV OLD form of it",
            "ENV A=2",
            "WORKDIR /srv",
            "WORKDIR app/../www",
            "USER nobody:nogroup",
            "LABEL k=v \"spaced key\"=v",
            "EXPOSE 80 443/UDP 8000-8002",
            "VOLUME /data /more",
            "VOLUME [\"/json\"]",
            "STOPSIGNAL SIGQUIT");
    assertThat(config.command()).containsExactly("nginx", "-g", "daemon off;");
    assertThat(config.entrypoint()).containsExactly("/bin/sh", "-c", "/start.sh --fast");
    assertThat(config.environment())
        .containsExactly("A=2", "B=two words", "C=three words", "OLD=form of it");
    assertThat(config.workingDirectory()).isEqualTo("/srv/www");
    assertThat(config.user()).isEqualTo("nobody:nogroup");
    assertThat(config.labels()).containsEntry("k", "v").containsEntry("spaced key", "v");
    assertThat(config.exposedPorts())
        .containsExactly("80/tcp", "443/udp", "8000/tcp", "8001/tcp", "8002/tcp");
    assertThat(config.volumes()).containsExactly("/data", "/more", "/json");
    assertThat(config.stopSignal()).isEqualTo("SIGQUIT");
  }

  @Test
  void aShellIsUsedByWhatFollows() {
    assertThat(changed("SHELL [\"/bin/bash\", \"-c\"]", "CMD echo $X").command())
        .containsExactly("/bin/bash", "-c", "echo $X");
  }

  @Test
  void healthChecks() {
    assertThat(changed("HEALTHCHECK --interval=1m30s --retries=5 --timeout=1.5s CMD curl -f x"))
        .extracting(config -> config.healthcheck().orElseThrow())
        .isEqualTo(
            new Healthcheck(
                List.of("CMD-SHELL", "curl -f x"), 90_000_000_000L, 1_500_000_000L, 0, 0, 5));
    assertThat(changed("HEALTHCHECK CMD [\"a\", \"b\"]").healthcheck().orElseThrow().test())
        .containsExactly("CMD", "a", "b");
    assertThat(changed("HEALTHCHECK NONE").healthcheck().orElseThrow().test())
        .containsExactly("NONE");
  }

  @Test
  void whatItWritesItReads() {
    Config config =
        changed(
            "CMD x",
            "ENV A=<&>",
            "LABEL k=ü",
            "EXPOSE 1",
            "VOLUME /v",
            "USER u",
            "WORKDIR /w",
            "STOPSIGNAL 9",
            "SHELL [\"s\"]",
            "HEALTHCHECK --start-period=2s CMD x");
    ImageDocument document =
        new ImageDocument(
            java.time.Instant.parse("2020-01-02T03:04:05Z"),
            "linux",
            "amd64",
            "v2",
            config,
            List.of("sha256:" + "0".repeat(64)),
            new Images.Provenance("me", "note", List.of()));
    assertThat(ImageDocument.parse("c", document.toJson())).isEqualTo(document);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CMD",
        "",
        "ENV A",
        "ENV A=1 B",
        "ENV A=\"open",
        "EXPOSE 99999",
        "EXPOSE 5-1",
        "EXPOSE 80/icmp",
        "SHELL sh",
        "HEALTHCHECK --interval CMD x",
        "HEALTHCHECK --interval=x CMD x",
        "HEALTHCHECK --nothing=1s CMD x",
        "HEALTHCHECK x",
      })
  void whatIsMalformedIsRefusedAndShown(String instruction) {
    assertThatThrownBy(() -> changed(instruction))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("the change \"" + instruction + "\"");
  }

  @Test
  void whatChangesFilesIsNotSupported() {
    assertThatThrownBy(() -> changed("RUN rm -rf /"))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("\"RUN\"");
  }

  private static Config changed(String... instructions) {
    return ConfigChanges.apply(ImageDocument.emptyConfig(), List.of(instructions));
  }
}
