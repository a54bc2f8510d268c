package io.davit.kernel.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryTest {
  @TempDir Path root;

  @Test
  void whatIsMadeByDescriptorIsWhatTheJdkSees() throws Exception {
    try (Directory directory = Directory.open(root);
        OpenFile io = new OpenFile()) {
      directory.mkdir("sub", 0750);
      try (Directory sub = directory.openDirectory("sub");
          Fd file = sub.open("file", OpenHow.create(0644))) {
        io.write(file, "hello".getBytes(StandardCharsets.UTF_8), 0, 5);
        sub.symlink("../nowhere", "link");
        directory.link(sub, "file", "second");
        sub.setTime("file", new Timestamp(1_000_000_000, 123_456_789));
        assertThat(sub.list()).containsExactly("file", "link");
        assertThat(sub.readlink("link")).isEqualTo("../nowhere");
      }
      assertThat(Files.readString(root.resolve("second"))).isEqualTo("hello");
      assertThat(Files.getLastModifiedTime(root.resolve("sub/file")))
          .isEqualTo(FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789)));
      FileStatus status = directory.status("second");
      assertThat(status.kind()).isEqualTo(FileKind.REGULAR);
      assertThat(status.links()).isEqualTo(2);
      assertThat(status.sizeBytes()).isEqualTo(5);
      assertThat(status.inode()).isEqualTo(Files.getAttribute(root.resolve("second"), "unix:ino"));
    }
  }

  @Test
  void noSymbolicLinkIsPassedThrough() throws Exception {
    Files.createSymbolicLink(root.resolve("away"), Path.of("/etc"));
    try (Directory directory = Directory.open(root)) {
      assertThatThrownBy(() -> directory.openDirectory("away"))
          .isInstanceOf(ErrnoException.class)
          .hasMessageContaining("ENOTDIR");
      assertThatThrownBy(() -> directory.open("away/passwd", OpenHow.plain(OpenHow.O_RDONLY)))
          .hasMessageContaining("ELOOP");
      assertThatThrownBy(() -> directory.openDirectory("../")).hasMessageContaining("EXDEV");
    }
  }

  @Test
  void insideARootAbsoluteLinksStayInside() throws Exception {
    Files.createDirectory(root.resolve("etc"));
    Files.writeString(root.resolve("etc/passwd"), "mine");
    Files.createSymbolicLink(root.resolve("away"), Path.of("/../../etc"));
    try (Directory directory = Directory.open(root);
        Fd file = directory.open("away/passwd", OpenHow.inRoot(OpenHow.O_RDONLY))) {
      assertThat(Files.readString(Path.of(file.procPath()))).isEqualTo("mine");
    }
  }

  @Test
  void namesThatAreNotTextAreListedAndFoundAgain() throws Exception {
    String name = KernelString.decode(new byte[] {'a', (byte) 0xff, 'b'});
    try (Directory directory = Directory.open(root)) {
      directory.mkdir(name, 0700);
      assertThat(directory.list()).isEqualTo(List.of(name));
      directory.rmdir(name);
      assertThat(directory.list()).isEmpty();
    }
  }

  @Test
  void attributesKeepEveryByte() throws Exception {
    Files.writeString(root.resolve("file"), "");
    byte[] value = {1, 0, (byte) 0x80, (byte) 0xff};
    try (Directory directory = Directory.open(root)) {
      ExtendedAttributes attributes = ExtendedAttributes.of(directory, "file");
      attributes.set("user.davit", value);
      assertThat(attributes.get("user.davit")).hasValue(value);
      assertThat(attributes.all()).containsOnlyKeys("user.davit");
      assertThat(attributes.get("user.other")).isEmpty();
    }
  }

  @Test
  void deviceNumbersAreEncodedAsTheKernelDoes() {
    assertThat(new DeviceNumber(1, 3).encoded()).isEqualTo(0x103);
    assertThat(new DeviceNumber(0x1234, 0x56789).encoded()).isEqualTo(0x1000_5672_3489L);
  }

  @Test
  void aTreeIsRemovedHoweverDeepAndNothingBehindItsLinks() throws Exception {
    Files.createDirectory(root.resolve("kept"));
    Files.writeString(root.resolve("kept/file"), "");
    Files.createDirectory(root.resolve("tree"));
    try (Directory directory = Directory.open(root)) {
      Directory inner = directory.openDirectory("tree");
      for (int depth = 0; depth < 3_000; depth++) {
        inner.mkdir("d", 0700);
        inner.symlink("/" + root.resolve("kept"), "link");
        Directory next = inner.openDirectory("d");
        inner.close();
        inner = next;
      }
      inner.close();
      TreeRemoval.remove(directory, "tree");
      TreeRemoval.remove(directory, "tree");
      assertThat(directory.list()).containsExactly("kept");
    }
    assertThat(root.resolve("kept/file")).exists();
  }

  @Test
  void treesAreSpreadWhereTheFileSystemKnowsHow() throws Exception {
    try (Directory directory = Directory.open(root)) {
      boolean understood = directory.spread();
      String type = Files.getFileStore(root).type();
      assertThat(understood).isEqualTo(type.startsWith("ext"));
    }
    try (Directory processes = Directory.open(Path.of("/proc"))) {
      assertThat(processes.spread()).isFalse();
    }
  }
}
