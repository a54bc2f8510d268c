package io.davit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.image.Images.Image;
import io.davit.image.Images.Layers;
import io.davit.image.tree.Limits;
import io.davit.problem.Conflict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
final class HostImageTest {
  private static final String MACHINE =
      """
      mkdir -p host/etc/ssl/private host/etc/ssl/certs host/etc/ssh host/etc/closed host/etc/app \
        host/usr/bin host/lib64 host/root host/var/lib host/home/u host/etc/sudoers.d
      ln -s usr/bin host/bin
      cd host/etc
      echo root:x:0:0::/root:/bin/sh > passwd
      echo hunter2 | tee shadow shadow- gshadow gshadow- passwd- sudoers sudoers.d/x machine-id \
        ssl/private/x.pem ssh/ssh_host_rsa_key ssh/sshd_config closed/open-inside app/app.key \
        app/id_ed25519 hosts hostname resolv.conf unreadable group-only davit.keytab > /dev/null
      printf -- '-----BEGIN RSA PRIVATE KEY-----\\nhunter2\\n' > ssl/certs/both.pem
      printf -- '-----BEGIN CERTIFICATE-----\\npublic\\n' > ssl/certs/ca.pem
      echo option > app/app.conf; ln app/app.conf app/hard.conf; ln -s ../passwd app/link
      mkfifo app/fifo
      chmod 0700 closed; chmod 0600 unreadable; chmod 0640 group-only
      chown 7:8 app/app.conf
      echo hunter2 | tee ../root/secret ../var/lib/secret ../home/u/secret > /dev/null
      """;

  private TestRoot root;
  private final Ticking clock = new Ticking();

  @BeforeEach
  void setUp() throws Exception {
    root = new TestRoot();
    root.shell(MACHINE);
  }

  @AfterEach
  void cleanUp() throws Exception {
    root.close();
  }

  @Test
  void noSecretIsInIt() throws Exception {
    try (ImageStore store = open(root.path().resolve("host"))) {
      Path tree = ownLayer(store, store.find("davit/host").orElseThrow());
      assertThat(contents(tree)).noneMatch(text -> text.contains("hunter2"));
      assertThat(TestRoot.tree(tree.resolve("etc")))
          .containsExactly(
              "app",
              "app/app.conf",
              "app/hard.conf",
              "app/link",
              "passwd",
              "ssl",
              "ssl/certs",
              "ssl/certs/ca.pem");
    }
  }

  @Test
  void itIsARootFileSystemWithTheMachinesProgramsOnTop() throws Exception {
    try (ImageStore store = open(root.path().resolve("host"))) {
      Image image = store.find("davit/host:latest").orElseThrow();
      Path tree = ownLayer(store, image);
      assertThat(image.config().command()).containsExactly("/bin/sh");
      assertThat(Files.readSymbolicLink(tree.resolve("bin"))).isEqualTo(Path.of("usr/bin"));
      assertThat(store.layers(image))
          .extracting(Layers::target)
          .containsExactly(Path.of("/"), Path.of("/usr"), Path.of("/lib64"));
      assertThat(store.layers(image).get(1).directories())
          .containsExactly(root.path().resolve("host/usr"));
      assertThat(root.shell("stat -c '%a %n' " + tree + "/{tmp,var/tmp,root,proc,var/lib}"))
          .contains("1777 " + tree + "/tmp", "1777 " + tree + "/var/tmp", "700 " + tree + "/root");
      assertThat(tree.resolve("root")).isEmptyDirectory();
      assertThat(root.shell("stat -c %u:%g " + tree + "/etc/app/app.conf")).isEqualTo("7:8\n");
    }
  }

  @Test
  void itFollowsTheMachineAndKeepsWhatContainersStandOn() throws Exception {
    try (ImageStore store = open(root.path().resolve("host"))) {
      Image first = store.find("davit/host").orElseThrow();
      Files.writeString(root.path().resolve("host/etc/passwd"), "changed");
      assertThat(store.find("davit/host")).as("not looked at again so soon").hasValue(first);
      clock.now = clock.now.plus(Duration.ofMinutes(1));
      Image second = store.find("davit/host").orElseThrow();
      assertThat(second.id()).isNotEqualTo(first.id());
      Image old = store.find(first.id()).orElseThrow();
      assertThat(old.tags()).isEmpty();
      assertThat(ownLayer(store, old).resolve("etc/passwd")).exists();
      assertThat(store.layers(old)).hasSize(3);
      assertThat(store.remove(first.id(), Set.of(), false).deleted()).contains(first.id());

      Files.writeString(root.path().resolve("host/etc/resolv.conf"), "of no interest");
      clock.now = clock.now.plus(Duration.ofMinutes(1));
      assertThat(store.find("davit/host")).hasValue(second);
    }
  }

  @Test
  void itIsTheSameAfterARestartAndCannotBeTakenAway() throws Exception {
    Image first;
    try (ImageStore store = open(root.path().resolve("host"))) {
      first = store.find("davit/host").orElseThrow();
    }
    try (ImageStore store = open(root.path().resolve("host"))) {
      assertThat(store.list()).containsExactly(first);
      assertThatThrownBy(() -> store.remove("davit/host", Set.of(), true))
          .isInstanceOf(Conflict.class);
      assertThatThrownBy(() -> store.remove(first.id(), Set.of(), true))
          .isInstanceOf(Conflict.class);
      store.tag("davit/host", "mine");
      assertThat(store.remove("mine", Set.of(), false).untagged()).containsExactly("mine:latest");
      Path tree = ownLayer(store, first);
      assertThatThrownBy(() -> store.importDirectory(tree, Optional.of("davit/host:2"), List.of()))
          .isInstanceOf(Conflict.class);
    }
  }

  /// What this machine does not let everybody read must not be in its image, whatever its name.
  @Test
  void ofTheRealMachineNothingIsShownThatEverybodyMayNotRead() throws Exception {
    try (ImageStore store = open(Path.of("/"))) {
      Path tree = ownLayer(store, store.find("davit/host").orElseThrow());
      assertThat(tree.resolve("etc/passwd")).exists();
      for (String path : TestRoot.tree(tree.resolve("etc"))) {
        assertThat(path).doesNotContainPattern("(^|/)g?shadow|private|ssh_host|sudoers|machine-id");
      }
      String open =
          root.shell(
              "setpriv --reuid 65534 --regid 65534 --clear-groups find /etc -type f -readable 2>/dev/null || true");
      List<String> readable = List.of(open.split("\n", -1));
      for (String path : TestRoot.tree(tree.resolve("etc"))) {
        if (Files.isRegularFile(
            tree.resolve("etc").resolve(path), java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
          assertThat(readable).contains("/etc/" + path);
        }
      }
    }
  }

  /// The layers as a container gets them: its own on top, the machine's read-only below.
  @Test
  void programsRunInItAndTheMachineStaysAsItIs() throws Exception {
    try (ImageStore store = open(Path.of("/"))) {
      StringBuilder script = new StringBuilder("mkdir merged; ");
      for (Layers layers : store.layers(store.find("davit/host").orElseThrow())) {
        String name = layers.target().toString().replace('/', '-');
        script.append(
            "mkdir up%s work%s; mount -t overlay -o lowerdir=%s,upperdir=up%s,workdir=work%s none merged%s\n"
                .formatted(
                    name, name, layers.directories().getFirst(), name, name, layers.target()));
      }
      script.append(
          "chroot merged /bin/sh -c 'id -un; ls /root /home; : > /usr/bin/davit-was-here; ls /usr/bin/davit-was-here'");
      assertThat(root.run("unshare", "-m", "bash", "-euc", script.toString()))
          .isEqualTo("root\n/home:\n\n/root:\n/usr/bin/davit-was-here\n");
      assertThat(Path.of("/usr/bin/davit-was-here")).doesNotExist();
    }
  }

  private ImageStore open(Path host) {
    return ImageStore.open(root.path().resolve("store"), host, Limits.DEFAULT, clock.clock());
  }

  private static Path ownLayer(ImageStore store, Image image) {
    return store.layers(image).getFirst().directories().getFirst();
  }

  private static List<String> contents(Path tree) throws Exception {
    List<String> texts = new ArrayList<>();
    try (var paths = Files.walk(tree)) {
      for (Path path : paths.toList()) {
        if (Files.isRegularFile(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
          texts.add(Files.readString(path));
        }
      }
    }
    return texts;
  }

  private static final class Ticking {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    Clock clock() {
      InstantSource source = () -> now;
      return source.withZone(ZoneOffset.UTC);
    }
  }
}
