package io.davit.image;

import io.davit.image.tree.Content;
import io.davit.image.tree.EntryPath;
import io.davit.image.tree.TreeEntry;
import io.davit.image.tree.TreeReader;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.FileStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Which files of the machine's /etc a container of `davit/host` may see (docs/host-image.md).
///
/// The machine itself draws the first line: what it does not let every user read is not shown, nor
/// anything below a directory that it does not let every user enter. The rest is caution against
/// secrets with a careless mode, and against files that are the container's own.
final class HostSecrets {
  private static final int OTHERS_READ = 04;
  private static final int OTHERS_ENTER = 05;

  /// Nothing in /etc that a program reads is larger than this; ld.so.cache is a tenth of it.
  private static final long MAX_BYTES = 16 << 20;

  /// The engine gives each container its own.
  private static final Set<String> CONTAINERS_OWN = Set.of("hosts", "hostname", "resolv.conf");

  /// What only the machine's own start and its services read; and the links of manual pages, a
  /// third of all there is.
  private static final Pattern MACHINES_OWN =
      Pattern.compile(
          "systemd|init\\.d|rc[0-9S]\\.d|apparmor|apparmor\\.d|initramfs-tools|kernel|grub\\.d|udev|modprobe\\.d"
              + "|modules-load\\.d|modules|cron.*|logrotate\\.d|fstab|crypttab|network|netplan|libvirt"
              + "|lvm|mdadm|multipath.*|iscsi|alternatives/.*\\.[0-9][a-z]*\\.gz");

  private static final Set<String> SECRETS =
      Set.of(
          "shadow",
          "gshadow",
          "sudoers",
          "sudoers.d",
          "machine-id",
          ".pwd.lock",
          "ssl/private",
          "pki/tls/private",
          "ssh",
          "davit",
          "docker",
          "kubernetes",
          "wireguard",
          "openvpn",
          "ipsec.d",
          "ipsec.secrets",
          "letsencrypt",
          "krb5.keytab",
          "security/opasswd",
          "NetworkManager/system-connections",
          "wpa_supplicant",
          "ppp");

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(g?shadow|(passwd|group|subuid|subgid)-).*|.*-|.*\\.key|.*\\.keytab|.*\\.p12|.*\\.pfx|.*\\.jks"
              + "|.*\\.kdbx|\\.netrc|.*secret.*|ssh_host_.*|id_(rsa|dsa|ecdsa|ed25519).*");

  private static final List<String> KEY_MARKS =
      List.of("PRIVATE KEY-----", "PuTTY-User-Key-File", "AGE-SECRET-KEY-");

  private HostSecrets() {}

  /// @param path below /etc
  static boolean shows(String path, FileStatus status) {
    boolean named =
        CONTAINERS_OWN.contains(path)
            || SECRETS.contains(path)
            || MACHINES_OWN.matcher(path).matches()
            || SECRET_NAME.matcher(EntryPath.name(path)).matches();
    if (named) {
      return false;
    }
    return switch (status.kind()) {
      case DIRECTORY -> (status.permissions() & OTHERS_ENTER) == OTHERS_ENTER;
      case REGULAR ->
          (status.permissions() & OTHERS_READ) != 0
              && status.sizeBytes() <= MAX_BYTES
              && !status.mountRoot();
      case SYMLINK -> true;
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> false;
    };
  }

  /// Passes a file on, unless a private key is in it.
  static void copyUnlessKey(
      TreeReader.Sink sink, String path, TreeEntry.Regular file, Content content)
      throws IOException, ErrnoException {
    byte[] bytes = readAll(content, file.sizeBytes());
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (KEY_MARKS.stream().anyMatch(text::contains)) {
      return;
    }
    int[] position = new int[1];
    Content replay =
        buffer -> {
          int size = Math.min(buffer.length, bytes.length - position[0]);
          System.arraycopy(bytes, position[0], buffer, 0, size);
          position[0] += size;
          return size;
        };
    sink.accept(new TreeEntry.Regular(path, file.metadata(), bytes.length), replay);
  }

  private static byte[] readAll(Content content, long limit) throws IOException, ErrnoException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[64 * 1024];
    int size = content.read(buffer);
    while (size > 0 && bytes.size() + size <= limit) {
      bytes.write(buffer, 0, size);
      size = content.read(buffer);
    }
    return bytes.toByteArray();
  }
}
