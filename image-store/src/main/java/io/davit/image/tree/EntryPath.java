package io.davit.image.tree;

import io.davit.kernel.fs.KernelString;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.ArrayList;
import java.util.List;

/// Paths of an archive, as text before any file is touched. What points outside is refused, not
/// bent: an archive with such an entry was not made by an honest tool.
public final class EntryPath {
  /// PATH_MAX without the closing NUL.
  private static final int MAX_BYTES = 4095;

  /// NAME_MAX.
  private static final int MAX_NAME_BYTES = 255;

  private EntryPath() {}

  /// The path without `./` and doubled or trailing slashes; empty for the root itself.
  public static String parse(String raw) {
    if (raw.startsWith("/")) {
      throw refused(raw, "is absolute");
    }
    if (raw.indexOf('\0') >= 0) {
      throw refused(raw, "has a NUL byte in its name");
    }
    List<String> names = new ArrayList<>();
    for (String name : raw.split("/", -1)) {
      if (name.equals("..")) {
        throw refused(raw, "contains \"..\"");
      }
      if (!name.isEmpty() && !name.equals(".")) {
        if (KernelString.encode(name).length > MAX_NAME_BYTES) {
          throw refused(raw, "has a name longer than " + MAX_NAME_BYTES + " bytes");
        }
        names.add(name);
      }
    }
    String path = String.join("/", names);
    if (KernelString.encode(path).length > MAX_BYTES) {
      throw refused(raw, "is longer than " + MAX_BYTES + " bytes");
    }
    return path;
  }

  /// All but the last name; empty when there is only one.
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /// The last name.
  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// @param folder may be empty: the root
  public static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /// The failure for an entry that an archive must not have.
  public static InvalidInput refused(String path, String why) {
    String shown = path.length() > 200 ? path.substring(0, 200) + "…" : path;
    return new InvalidInput(
        "entry \"" + printable(shown) + "\" " + why,
        new Resource("path", printable(shown)),
        "make the archive again with a tool that writes entries relative to its root");
  }

  private static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (Character.isISOControl(point)
                  || Character.getType(point) == Character.SURROGATE) {
                shown.append("\\u%04x".formatted(point));
              } else {
                shown.appendCodePoint(point);
              }
            });
    return shown.toString();
  }
}
