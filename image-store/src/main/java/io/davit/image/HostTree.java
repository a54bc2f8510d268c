package io.davit.image;

import io.davit.image.tree.Content;
import io.davit.image.tree.EntryPath;
import io.davit.image.tree.MergedFolder;
import io.davit.image.tree.TreeEntry;
import io.davit.image.tree.TreeEntry.Metadata;
import io.davit.image.tree.TreeReader;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.FileKind;
import io.davit.kernel.fs.Timestamp;
import io.davit.registry.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The layer of `davit/host`: the skeleton of a root file system, and those files of /etc that the
/// machine shows to every user and that hold no key.
///
/// Directories have the date 0, so that the layer changes only when a file does.
final class HostTree {
  private static final Pattern PROGRAMS = Pattern.compile("bin|sbin|lib[a-z0-9]*");

  private final Path root;

  HostTree(Path root) {
    this.root = root;
  }

  /// A digest of names, sizes and times of all that is read: whether it must be read again.
  String fingerprint() throws IOException, ErrnoException {
    MessageDigest digest = Digests.sha256();
    TreeReader.Filter noting =
        (path, status) -> {
          boolean shown = HostSecrets.shows(path, status);
          if (shown) {
            digest.update(
                (path + '\0' + status.inode() + status.changed() + status.modified() + '\0')
                    .getBytes(StandardCharsets.UTF_8));
          }
          return shown;
        };
    try (MergedFolder etc = etc();
        TreeReader reader = new TreeReader(noting, TreeReader.HardLinks.COPIED)) {
      reader.visit(etc);
    }
    shownLinks()
        .forEach(
            (name, target) ->
                digest.update((name + '\0' + target + '\0').getBytes(StandardCharsets.UTF_8)));
    return Digests.finish(digest);
  }

  void read(TreeReader.Sink sink) throws IOException, ErrnoException {
    folder(sink, "", 0755);
    for (Map.Entry<String, Integer> folder : skeleton().entrySet()) {
      folder(sink, folder.getKey(), folder.getValue());
    }
    for (Map.Entry<String, String> link : shownLinks().entrySet()) {
      link(sink, link.getKey(), link.getValue());
    }
    link(sink, "var/run", "/run");
    link(sink, "var/lock", "/run/lock");
    try (MergedFolder etc = etc();
        TreeReader reader = new TreeReader(HostSecrets::shows, TreeReader.HardLinks.COPIED)) {
      reader.read(etc, (entry, content) -> etc(sink, entry, content));
    }
  }

  /// Directories of the machine that are stacked as they are.
  List<String> shownDirectories() {
    List<String> names = new ArrayList<>();
    names.add("usr");
    programs()
        .forEach(
            (name, kind) -> {
              if (kind == FileKind.DIRECTORY) {
                names.add(name);
              }
            });
    return names;
  }

  private Map<String, Integer> skeleton() {
    Map<String, Integer> folders = new LinkedHashMap<>();
    for (String name :
        List.of(
            "boot",
            "dev",
            "home",
            "media",
            "mnt",
            "opt",
            "proc",
            "run",
            "run/lock",
            "srv",
            "sys")) {
      folders.put(name, 0755);
    }
    folders.put("root", 0700);
    folders.put("tmp", 01777);
    shownDirectories().forEach(name -> folders.put(name, 0755));
    for (String name :
        List.of("var", "var/cache", "var/lib", "var/log", "var/mail", "var/opt", "var/spool")) {
      folders.put(name, 0755);
    }
    folders.put("var/tmp", 01777);
    return folders;
  }

  /// /bin and its like, where they are links into /usr.
  private Map<String, String> shownLinks() throws ErrnoException {
    Map<String, String> links = new LinkedHashMap<>();
    try (Directory top = Directory.open(root)) {
      for (Map.Entry<String, FileKind> program : programs().entrySet()) {
        if (program.getValue() == FileKind.SYMLINK) {
          links.put(program.getKey(), top.readlink(program.getKey()));
        }
      }
    }
    return links;
  }

  private Map<String, FileKind> programs() {
    Map<String, FileKind> programs = new LinkedHashMap<>();
    try (Directory top = Directory.open(root)) {
      for (String name : top.list()) {
        if (PROGRAMS.matcher(name).matches()) {
          programs.put(name, top.status(name).kind());
        }
      }
    } catch (ErrnoException e) {
      throw StorageErrors.of("reading the machine's programs", root, e);
    }
    return programs;
  }

  private MergedFolder etc() throws ErrnoException {
    return MergedFolder.of(List.of(Directory.open(root.resolve("etc"))));
  }

  private static void etc(TreeReader.Sink sink, TreeEntry entry, Content content)
      throws IOException, ErrnoException {
    String path = EntryPath.join("etc", entry.path());
    if (entry.path().isEmpty()) {
      folder(sink, "etc", 0755);
      return;
    }
    switch (entry) {
      case TreeEntry.Folder folder ->
          sink.accept(new TreeEntry.Folder(path, undated(folder.metadata())), content);
      case TreeEntry.Regular file -> HostSecrets.copyUnlessKey(sink, path, file, content);
      case TreeEntry.Symlink symlink ->
          sink.accept(new TreeEntry.Symlink(path, symlink.metadata(), symlink.target()), content);
      case TreeEntry.HardLink _, TreeEntry.Special _ -> {}
    }
  }

  private static void folder(TreeReader.Sink sink, String path, int mode)
      throws IOException, ErrnoException {
    sink.accept(
        new TreeEntry.Folder(path, new Metadata(mode, 0, 0, Timestamp.EPOCH, Map.of())),
        Content.NONE);
  }

  private static void link(TreeReader.Sink sink, String path, String target)
      throws IOException, ErrnoException {
    sink.accept(
        new TreeEntry.Symlink(path, new Metadata(0777, 0, 0, Timestamp.EPOCH, Map.of()), target),
        Content.NONE);
  }

  private static Metadata undated(Metadata metadata) {
    return new Metadata(
        metadata.permissions(),
        metadata.uid(),
        metadata.gid(),
        Timestamp.EPOCH,
        metadata.attributes());
  }
}
