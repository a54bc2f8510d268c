package io.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.problem.InvalidInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageReferenceTest {
  private static final String HEX =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io/library/nginx:latest, nginx:latest",
    "nginx:1.27, docker.io/library/nginx:1.27, nginx:1.27",
    "docker.io/nginx, docker.io/library/nginx:latest, nginx:latest",
    "index.docker.io/library/nginx, docker.io/library/nginx:latest, nginx:latest",
    "davit/host, docker.io/davit/host:latest, davit/host:latest",
    "library/a/b, docker.io/library/a/b:latest, library/a/b:latest",
    "localhost/app, localhost/app:latest, localhost/app:latest",
    "registry:5000/team/app:v1, registry:5000/team/app:v1, registry:5000/team/app:v1",
    "ghcr.io/a/b__c.d-e---f:X_1.2, ghcr.io/a/b__c.d-e---f:X_1.2, ghcr.io/a/b__c.d-e---f:X_1.2",
    "[2001:db8::1]:5000/app, [2001:db8::1]:5000/app:latest, [2001:db8::1]:5000/app:latest",
    "UPPER/app, UPPER/app:latest, UPPER/app:latest",
  })
  void whatUsersLeaveOutIsFilledIn(String text, String full, String familiar) {
    ImageReference reference = ImageReference.parse(text);
    assertThat(reference).hasToString(full);
    assertThat(reference.familiar()).isEqualTo(familiar);
    assertThat(ImageReference.familiar(full)).isEqualTo(familiar);
    assertThat(ImageReference.parse(reference.familiar())).isEqualTo(reference);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "nginx:1.27", "r:1/a"})
  void aDigestTakesThePlaceOfTheDefaultTag(String name) {
    ImageReference reference = ImageReference.parse(name + "@sha256:" + HEX);
    assertThat(reference.digest()).hasValue("sha256:" + HEX);
    assertThat(reference.familiar()).isEqualTo(name + "@sha256:" + HEX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Nginx",
        "nginx:",
        ":latest",
        "a//b",
        "a/",
        "/a",
        "-a",
        "a-",
        "a..b",
        "a___b",
        "a b",
        "nginx:.x",
        "nginx:a b",
        "nginx@sha256:12",
        "nginx@",
        "../etc/passwd",
        "registry:port/app",
        "-host.de/app",
        HEX,
        "a:b:c",
        "a\u0000b",
      })
  void whatIsNoReferenceIsRefusedAndNamed(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("invalid reference format: \"" + text + "\"");
  }
}
