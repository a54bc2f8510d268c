package io.davit.runtime.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.runtime.ProcessSpec;
import io.davit.runtime.rootfs.LayeredFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RootUsersTest {
  @TempDir Path root;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectory(root.resolve("etc"));
    Files.writeString(
        root.resolve("etc/passwd"),
        """
        root:x:0:0:root:/root:/bin/sh
        # a comment, and a line too short
        bad:x:1
        web:x:33:34::/srv/www:/bin/false
        again:x:33:99::/elsewhere:
        homeless:x:50:50
        12ab:x:70:70::/:
        """);
    Files.writeString(
        root.resolve("etc/group"),
        "root:x:0:\nwheel:x:10:root,web\nwww:x:34:\nadm:x:4:web,other\nempty:x:7\n");
  }

  private ResolvedUser find(String user, String... additional) {
    ProcessSpec process =
        new ProcessSpec(
            List.of("sh"),
            List.of(),
            "/",
            user,
            List.of(additional),
            false,
            false,
            0,
            0,
            List.of(),
            0);
    return RootUsers.find(process, new LayeredFiles(List.of(root)));
  }

  @Test
  void nobodyGivenIsRootWithRootsGroups() {
    assertThat(find("")).isEqualTo(new ResolvedUser(0, 0, List.of(0, 10), "/root"));
  }

  @Test
  void aNameBringsItsGroupAndItsMemberships() {
    assertThat(find("web")).isEqualTo(new ResolvedUser(33, 34, List.of(34, 10, 4), "/srv/www"));
  }

  @Test
  void aNumberInTheFilesIsThatUserTheFirstEntryCounts() {
    assertThat(find("33")).isEqualTo(find("web"));
    assertThat(find("50").home()).isEqualTo("/");
  }

  @Test
  void aNumberThatTheFilesDoNotKnowIsLegalWithGroupZero() {
    assertThat(find("4711")).isEqualTo(new ResolvedUser(4711, 0, List.of(0), "/"));
  }

  @Test
  void aGivenGroupReplacesTheGroupAndTheMemberships() {
    assertThat(find("web:wheel")).isEqualTo(new ResolvedUser(33, 10, List.of(10), "/srv/www"));
    assertThat(find("web:77")).isEqualTo(new ResolvedUser(33, 77, List.of(77), "/srv/www"));
    assertThat(find(":www")).isEqualTo(new ResolvedUser(0, 34, List.of(34), "/root"));
  }

  @Test
  void additionalGroupsComeLastAndOnce() {
    assertThat(find("4711", "adm", "1000", "4").groups()).containsExactly(0, 4, 1000);
  }

  @Test
  void aNameMayBeginWithDigits() {
    assertThat(find("12ab").uid()).isEqualTo(70);
  }

  @Test
  void whatTheFilesDoNotKnowIsToldInDockersWords() {
    assertThatThrownBy(() -> find("nosuch"))
        .isInstanceOf(NotFound.class)
        .hasMessage("unable to find user nosuch: no matching entries in passwd file");
    assertThatThrownBy(() -> find("web:nosuch"))
        .isInstanceOf(NotFound.class)
        .hasMessage("unable to find group nosuch: no matching entries in group file");
    assertThatThrownBy(() -> find("", "video"))
        .hasMessage("unable to find group video: no matching entries in group file");
    assertThatThrownBy(() -> find("2147483648"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("out of range");
  }

  @Test
  void aRootWithoutFilesKnowsNumbersOnly() throws IOException {
    Files.delete(root.resolve("etc/passwd"));
    Files.delete(root.resolve("etc/group"));
    assertThat(find("")).isEqualTo(new ResolvedUser(0, 0, List.of(0), "/"));
    assertThatThrownBy(() -> find("web")).isInstanceOf(NotFound.class);
  }
}
