package io.davit.runtime.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ContainerSpec.LogSpec;
import io.davit.runtime.ContainerSpec.Namespaces;
import io.davit.runtime.ContainerSpec.OverlayRoot;
import io.davit.runtime.ContainerSpec.Whose;
import io.davit.runtime.ProcessSpec;
import io.davit.runtime.Resources;
import io.davit.runtime.Security;
import io.davit.runtime.rootfs.LayeredFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static ProcessSpec process(String user, String... additional) {
    return new ProcessSpec(
        List.of("sh"), List.of(), "/", user, List.of(additional), false, false, 0, 0, List.of(), 0);
  }

  private static ContainerSpec spec(OverlayRoot root, String user) {
    return new ContainerSpec(
        "c1",
        List.of(root),
        false,
        process(user),
        new Namespaces(Optional.empty(), new Whose.Own(), new Whose.Own(), true, true, "box", ""),
        List.of(),
        List.of(),
        Map.of(),
        new Security(
            Set.of(), false, false, Security.Seccomp.DEFAULT, List.of(), List.of(), List.of()),
        Resources.UNLIMITED,
        false,
        new LogSpec("none", Path.of("/nowhere"), 1, 1));
  }

  private ResolvedUser find(String user, String... additional) {
    return RootUsers.find(
        process(user, additional), UserDatabase.read(new LayeredFiles(List.of(root))));
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

  @Test
  void aContainerThatChangedItsUsersHasItsOwn() throws IOException {
    Path upper = Files.createDirectory(root.resolve("upper"));
    OverlayRoot overlay = new OverlayRoot(Path.of("/"), List.of(root), upper, root.resolve("work"));
    RootUsers users = new RootUsers();
    assertThat(users.find(spec(overlay, "web")).uid()).isEqualTo(33);
    Files.createDirectory(upper.resolve("etc"));
    Files.writeString(upper.resolve("etc/passwd"), "web:x:77:77::/:\n");
    assertThat(users.find(spec(overlay, "web")).uid()).isEqualTo(77);
  }
}
