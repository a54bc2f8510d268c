package io.davit.image.tree;

import io.davit.kernel.fs.DeviceNumber;
import io.davit.kernel.fs.FileKind;
import io.davit.kernel.fs.Timestamp;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// One file of a tree, before its content. A path is relative, has neither `.` nor `..` in it, and
/// is empty for the tree's own root ([EntryPath]).
public sealed interface TreeEntry {
  String path();

  record Folder(String path, Metadata metadata) implements TreeEntry {}

  /// @param sizeBytes of the content that follows, holes included
  record Regular(String path, Metadata metadata, long sizeBytes) implements TreeEntry {}

  /// @param target as it is, never resolved
  record Symlink(String path, Metadata metadata, String target) implements TreeEntry {}

  /// @param kind a character or block device or a FIFO
  record Special(String path, Metadata metadata, FileKind kind, DeviceNumber device)
      implements TreeEntry {}

  /// @param target path of an earlier entry of the same tree
  record HardLink(String path, String target) implements TreeEntry {}

  /// @param permissions twelve bits
  /// @param attributes extended ones, by name
  record Metadata(
      int permissions, int uid, int gid, Timestamp modified, Map<String, byte[]> attributes) {
    public Metadata {
      attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }
  }
}
