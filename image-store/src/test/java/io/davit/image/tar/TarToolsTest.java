package io.davit.image.tar;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.image.TestRoot;
import io.davit.image.tree.LayerWriter;
import io.davit.image.tree.Limits;
import io.davit.image.tree.MergedFolder;
import io.davit.image.tree.TreeEntry;
import io.davit.image.tree.TreeReader;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.ExtendedAttributes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// GNU tar judges what we unpack and what we write; commons-compress reads it a third time.
@Tag("kernel")
final class TarToolsTest {
  private static final String MAKE_TREE =
      """
      mkdir -p tree/sub/empty "tree/$(printf 'n%.0s' {1..120})"
      echo hello > tree/sub/file
      ln tree/sub/file tree/hard
      ln -s ../../etc/passwd tree/sub/link
      ln -s "$(printf 't%.0s' {1..150})" tree/long-link
      echo "über" > "tree/$(printf 'n%.0s' {1..120})/größe"
      mkfifo tree/fifo
      mknod tree/null c 1 3
      mknod tree/disk b 253 4097
      head -c 70000 /dev/urandom > tree/random
      : > tree/none
      chown 1000:65534 tree/sub/file
      chown -h 12345:5 tree/sub/link
      chmod 6755 tree/random
      chmod 1777 tree/sub/empty
      chmod 0 tree/none
      touch -d '2001-02-03 04:05:06 UTC' tree/sub tree/random tree/null
      touch -h -d '1999-12-31 23:59:59 UTC' tree/sub/link
      """;

  /// cap_setuid, whose bit 7 is no UTF-8.
  private static final byte[] CAPABILITY =
      HexFormat.of().parseHex("0100000280000000000000008000000000000000");

  private static final byte[] NOTE = {0, (byte) 0xff, (byte) 0x80};

  private TestRoot root;

  @BeforeEach
  void setUp() throws Exception {
    root = new TestRoot();
    root.shell(MAKE_TREE);
  }

  @AfterEach
  void cleanUp() throws Exception {
    root.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "posix", "oldgnu"})
  void whatGnuTarWritesIsUnpackedAsGnuTarComparesIt(String format) throws Exception {
    root.shell("tar --format=" + format + " -C tree -cf tree.tar .");
    unpack("tree.tar", "out");
    root.shell("tar --compare -C out -f tree.tar");
    sameAs("tree", "out");
  }

  @Test
  void oldFormatsAreReadToo() throws Exception {
    root.shell("rm -rf tree/n* tree/long-link");
    for (String format : List.of("ustar", "v7")) {
      root.shell(
          "tar --format="
              + format
              + " -C tree --exclude=fifo --exclude=null --exclude=disk -cf "
              + format
              + ".tar .");
      unpack(format + ".tar", format);
      root.shell("tar --compare -C " + format + " -f " + format + ".tar");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=gnu",
        "--format=posix --sparse-version=0.0",
        "--format=posix --sparse-version=0.1",
        "--format=posix --sparse-version=1.0"
      })
  void sparseFilesKeepTheirBytesAndTheirHoles(String format) throws Exception {
    root.shell(
        """
        truncate -s 40M tree/sparse
        for at in 3 7 8 15 16 17 21 23 25 27 29 31 33 35 37 39; do
          echo "data $at" | dd of=tree/sparse bs=1M seek=$at conv=notrunc status=none
        done
        truncate -s 5M tree/all-hole
        """);
    root.shell("tar --sparse " + format + " -C tree -cf tree.tar .");
    unpack("tree.tar", "out");
    root.shell("cmp tree/sparse out/sparse; cmp tree/all-hole out/all-hole");
    long blocks = Long.parseLong(root.shell("stat -c %b out/sparse").strip());
    assertThat(blocks * 512).isLessThan(8 << 20);
    sameAs("tree", "out");
  }

  @Test
  void attributesAndNanosecondsSurvive() throws Exception {
    setAttributes();
    root.shell("touch -d '2020-01-01 00:00:00.123456789 UTC' tree/random tree/sub");
    root.shell("tar --format=posix --xattrs --xattrs-include='*' -C tree -cf tree.tar .");
    unpack("tree.tar", "out");
    hasAttributes();
    assertThat(root.shell("stat -c %y out/random out/sub"))
        .contains("00.123456789")
        .doesNotContain("00.000000000");
    sameAs("tree", "out");
  }

  @Test
  void whatWeWriteIsReadByGnuTarAndByCommonsCompress() throws Exception {
    setAttributes();
    root.shell("truncate -s 2M tree/hole");
    byte[] archive = pack("tree");
    Files.write(root.path().resolve("ours.tar"), archive);
    root.shell("mkdir out; tar --xattrs --xattrs-include='*' --numeric-owner -C out -xpf ours.tar");
    sameAs("tree", "out");
    hasAttributes();
    assertThat(pack("out")).isEqualTo(archive);

    int entries = 0;
    try (InputStream in = Files.newInputStream(root.path().resolve("ours.tar"));
        TarArchiveInputStream reader = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = reader.getNextEntry();
          entry != null;
          entry = reader.getNextEntry()) {
        Path made = root.path().resolve("tree").resolve(entry.getName());
        assertThat(Files.exists(made, java.nio.file.LinkOption.NOFOLLOW_LINKS))
            .as(entry.getName())
            .isTrue();
        if (entry.getLinkFlag() == TarConstants.LF_NORMAL) {
          assertThat(reader.readAllBytes()).isEqualTo(Files.readAllBytes(made));
        }
        entries++;
      }
    }
    assertThat(entries).isEqualTo(TestRoot.tree(root.path().resolve("tree")).size() + 1);
  }

  private void setAttributes() throws Exception {
    try (Directory tree = Directory.open(root.path().resolve("tree"))) {
      ExtendedAttributes.of(tree, "random").set("security.capability", CAPABILITY);
      ExtendedAttributes.of(tree, "random").set("user.note", NOTE);
    }
  }

  private void hasAttributes() throws Exception {
    try (Directory out = Directory.open(root.path().resolve("out"))) {
      ExtendedAttributes attributes = ExtendedAttributes.of(out, "random");
      assertThat(attributes.get("security.capability")).hasValue(CAPABILITY);
      assertThat(attributes.get("user.note")).hasValue(NOTE);
    }
  }

  /// Everything that find(1) can print, but the times of links' and special files' access.
  private void sameAs(String expected, String actual) throws Exception {
    String list =
        "cd %s; find . -printf '%%p %%y %%m %%U:%%G %%s %%T@ %%l %%n\\n' | sed 's/ [0-9]* \\([0-9.]*\\)  \\([0-9]*\\)$/ - \\1 \\2/' | sort";
    assertThat(times(root.shell(list.formatted(actual))))
        .isEqualTo(times(root.shell(list.formatted(expected))));
  }

  private static String times(String text) {
    // GNU tar's own formats keep whole seconds only.
    return text.replaceAll("\\.[0-9]{10}", "");
  }

  private void unpack(String archive, String folder) throws Exception {
    root.folder(folder);
    try (InputStream in =
            new BufferedInputStream(Files.newInputStream(root.path().resolve(archive)));
        Directory out = Directory.open(root.path().resolve(folder));
        LayerWriter writer = new LayerWriter(out)) {
      TarReader reader = new TarReader(in, Limits.DEFAULT);
      for (Optional<TreeEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        writer.write(entry.get(), reader.content());
      }
      writer.finish();
    }
  }

  private byte[] pack(String folder) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(out);
    byte[] buffer = new byte[10_000];
    try (MergedFolder source =
            MergedFolder.of(List.of(Directory.open(root.path().resolve(folder))));
        TreeReader reader = new TreeReader(TreeReader.Filter.ALL, TreeReader.HardLinks.KEPT)) {
      reader.read(
          source,
          (entry, content) -> {
            tar.entry(entry);
            for (int size = content.read(buffer); size > 0; size = content.read(buffer)) {
              tar.content(buffer, size);
            }
          });
    }
    tar.finish();
    return out.toByteArray();
  }
}
