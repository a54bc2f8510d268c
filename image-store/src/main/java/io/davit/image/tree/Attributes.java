package io.davit.image.tree;

/// Which extended attributes of an archive or of a directory belong to an image (xattr(7)).
///
/// Kept: `user.*`, `security.capability`, access lists. Left out: labels of this machine's security
/// modules, and `trusted.*`, which says what the host's administrator says. Refused: what overlayfs
/// would obey, for a layer could redirect a directory with it.
final class Attributes {
  private Attributes() {}

  static boolean isKept(String path, String attribute) {
    if (attribute.startsWith("trusted.overlay.") || attribute.startsWith("user.overlay.")) {
      throw EntryPath.refused(path, "has the attribute \"" + attribute + "\"");
    }
    return belongs(attribute);
  }

  /// Whether it is worth reading from a directory.
  static boolean belongs(String attribute) {
    return (attribute.startsWith("user.") && !attribute.startsWith("user.overlay."))
        || attribute.equals("security.capability")
        || attribute.equals("system.posix_acl_access")
        || attribute.equals("system.posix_acl_default");
  }
}
