package io.davit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.image.tar.RawTar;
import io.davit.image.tree.Limits;
import io.davit.problem.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// An archive that no honest tool writes is refused, the entry is named, and nothing is left:
/// neither outside nor inside the store.
@Tag("kernel")
final class HostileArchiveTest {
  private static final Limits SMALL = new Limits(1_000, 1 << 20, 64 << 10, 1 << 20, 4);

  private final TestRoot root;
  private final Path victim;

  HostileArchiveTest() throws Exception {
    root = new TestRoot();
    victim = root.folder("victim");
  }

  @BeforeEach
  void putSomethingWorthStealing() throws Exception {
    Files.writeString(victim.resolve("secret"), "kept");
  }

  @AfterEach
  void cleanUp() throws Exception {
    root.close();
  }

  static Stream<Arguments> archives() {
    String deep = "d/".repeat(2_100);
    return Stream.of(
        refused("contains \"..\"", new RawTar().file("../escaped", "x")),
        refused("contains \"..\"", new RawTar().folder("a").file("a/../../escaped", "x")),
        refused("contains \"..\"", new RawTar().file("a/..", "x")),
        refused("is absolute", new RawTar().file("/etc/escaped", "x")),
        refused("is absolute", new RawTar().folder("/")),
        refused(
            "is used as a directory",
            new RawTar().symlink("link", "VICTIM").file("link/escaped", "x")),
        refused(
            "is used as a directory",
            new RawTar().symlink("link", "../../../../../..").file("link/tmp/escaped", "x")),
        refused(
            "is used as a directory",
            new RawTar().folder("a").symlink("a/link", ".").file("a/link/b/c", "x")),
        refused("is used as a directory", new RawTar().file("file", "").file("file/below", "x")),
        refused("is absolute", new RawTar().hardLink("stolen", "VICTIM/secret")),
        refused("contains \"..\"", new RawTar().hardLink("stolen", "../../victim/secret")),
        refused(
            "is used as a directory",
            new RawTar().symlink("link", "VICTIM").hardLink("stolen", "link/secret")),
        refused("is not in the archive", new RawTar().hardLink("stolen", "nothing")),
        refused("is a hard link to the directory", new RawTar().folder("a").hardLink("b", "a")),
        refused("is a hard link to the root", new RawTar().hardLink("b", "./")),
        refused("is a whiteout of \"..\"", new RawTar().file(".wh...", "")),
        refused("is a whiteout of \".\"", new RawTar().folder("a").file("a/.wh..", "")),
        refused("is a whiteout of \"\"", new RawTar().file(".wh.", "")),
        refused("is inside a whiteout", new RawTar().file(".wh.a/b", "")),
        refused("is in the archive twice", new RawTar().folder("a").symlink("a", "VICTIM")),
        refused("is in the archive twice", new RawTar().symlink("a", "VICTIM").folder("a")),
        refused("is the root", new RawTar().symlink("./", "VICTIM")),
        refused("has a name longer than 255", longName("n".repeat(256))),
        refused("is longer than 4095", longName(deep + "f")),
        refused("is a symbolic link to nothing", new RawTar().symlink("a", "")),
        refused("is of the unknown type", new RawTar().entry('Z', "a", "", new byte[0])),
        refused(
            "trusted.overlay.redirect",
            new RawTar()
                .pax("SCHILY.xattr.trusted.overlay.redirect", bytes("/../../victim"))
                .folder("a")),
        refused(
            "which the kernel refuses",
            new RawTar().pax("SCHILY.xattr.security.capability", bytes("junk")).file("a", "x")),
        refused(
            "has a NUL byte", new RawTar().pax("path", bytes("a\0../../escaped")).file("a", "x")),
        refused("wrong length", new RawTar().entry('x', "pax", "", bytes("999999999 a=b\n"))),
        refused("no number", new RawTar().pax("mtime", bytes("1e999999999")).file("a", "")),
        refused("owner's id", new RawTar().pax("uid", bytes("4294967295")).file("a", "")),
        refused("owner's id", new RawTar().pax("uid", bytes("-1")).file("a", "")),
        refused("negative size", new RawTar().pax("size", bytes("-512")).file("a", "")),
        refused(
            "out of order",
            new RawTar()
                .pax("GNU.sparse.size", bytes("10"))
                .entry('0', "a", "", new byte[0])
                .pax("GNU.sparse.map", bytes("0,99999999"))
                .entry('x', "p", "", bytes("22 GNU.sparse.size=10\n27 GNU.sparse.map=0,999999\n"))
                .file("a", "")));
  }

  @ParameterizedTest
  @MethodSource("archives")
  void whatLeadsOutsideIsRefusedByName(String why, RawTar archive) throws Exception {
    byte[] bytes = archive.bytes();
    InputStream layer = new ByteArrayInputStream(withVictim(bytes));
    try (ImageStore store = store()) {
      assertThatThrownBy(() -> store.importTar(layer, Optional.of("evil"), List.of()))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining(why);
    }
    nothingIsLeft();
  }

  @Test
  void bombsStopAtTheLimits() throws Exception {
    try (ImageStore store = store()) {
      RawTar zeros = new RawTar().entry('0', "zeros", "", new byte[0], 3L << 30);
      assertLimit(store, zeros.stream(), "bytes of content");

      byte[] archive = new RawTar().entry('0', "a", "", new byte[0]).bytes();
      byte[] padded = Arrays.copyOf(archive, 64 << 20);
      assertLimit(store, gzip(padded), "bytes once it is decompressed");

      RawTar many = new RawTar();
      for (int i = 0; i < 1_001; i++) {
        many.folder("d" + i);
      }
      assertLimit(store, many.stream(), "entries");

      RawTar longHeader = new RawTar().entry('L', "././@LongLink", "", new byte[0], 1L << 32);
      assertLimit(store, longHeader.stream(), "bytes in one entry's header");

      RawTar global = new RawTar();
      for (int i = 0; i < 40; i++) {
        global.entry('g', "g", "", bytes("2010 comment=" + "x".repeat(1_996) + "\n"));
        global.folder("d" + i);
      }
      assertLimit(store, global.file("a", "").stream(), "bytes in its global headers");
    }
    nothingIsLeft();
  }

  @Test
  void whatIsNoArchiveIsSaidToBeNone() throws Exception {
    try (ImageStore store = store()) {
      for (String text : List.of("hello", "x".repeat(2_000))) {
        assertThatThrownBy(
                () ->
                    store.importTar(
                        new ByteArrayInputStream(bytes(text)), Optional.empty(), List.of()))
            .isInstanceOf(InvalidInput.class);
      }
      byte[] whole = gzip(new RawTar().file("a", "x".repeat(5_000)).bytes()).readAllBytes();
      for (int length : new int[] {1, 10, whole.length / 2, whole.length - 1}) {
        assertThatThrownBy(
                () ->
                    store.importTar(
                        new ByteArrayInputStream(whole, 0, length), Optional.empty(), List.of()))
            .as("the first %d bytes", length)
            .isInstanceOf(InvalidInput.class);
      }
    }
    nothingIsLeft();
  }

  private ImageStore store() throws Exception {
    return ImageStore.open(root.path().resolve("store"), Path.of("/"), SMALL, Clock.systemUTC());
  }

  private void nothingIsLeft() throws Exception {
    assertThat(TestRoot.tree(victim)).containsExactly("secret");
    assertThat(victim.resolve("secret")).hasContent("kept");
    assertThat(Path.of("/etc/escaped")).doesNotExist();
    assertThat(Path.of("/tmp/escaped")).doesNotExist();
    assertThat(TestRoot.tree(root.path().resolve("store")))
        .containsExactly("blobs", "blobs/sha256", "layers", "tmp");
    assertThat(TestRoot.tree(root.path()))
        .noneMatch(path -> path.contains("escaped") || path.contains("stolen"));
  }

  private static void assertLimit(ImageStore store, InputStream archive, String what) {
    assertThatThrownBy(() -> store.importTar(archive, Optional.empty(), List.of()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("more than")
        .hasMessageContaining(what);
  }

  /// Fills in the directory's real path, of the same length, and makes the checksums right again.
  private byte[] withVictim(byte[] archive) {
    String text = new String(archive, StandardCharsets.ISO_8859_1);
    if (!text.contains("VICTIM")) {
      return archive;
    }
    RawTar again = new RawTar();
    for (int at = 0; at + 512 <= archive.length && archive[at] != 0; at += 512) {
      String name = text.substring(at, text.indexOf('\0', at));
      String link = text.substring(at + 157, text.indexOf('\0', at + 157));
      String content = archive[at + 135] == '1' ? "x" : "";
      again.entry(
          (char) archive[at + 156],
          name,
          link.replace("VICTIM", victim.toString()),
          bytes(content));
      at += content.isEmpty() ? 0 : 512;
    }
    return again.bytes();
  }

  private static RawTar longName(String name) {
    return new RawTar().pax("path", bytes(name)).file("short", "x");
  }

  private static Arguments refused(String why, RawTar archive) {
    return Arguments.of(why, archive);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static InputStream gzip(byte[] bytes) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return new ByteArrayInputStream(out.toByteArray());
  }
}
