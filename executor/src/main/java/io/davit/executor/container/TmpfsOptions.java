package io.davit.executor.container;

import io.davit.executor.container.MountRecord.TmpfsRecord;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.Locale;

/// Options of a tmpfs as `docker run --tmpfs` takes them (tmpfs(5)): `size=64m,mode=1777,ro`.
record TmpfsOptions(TmpfsRecord record, boolean readOnly) {
  private static final int STICKY = 01777;
  static final TmpfsRecord DEFAULT = new TmpfsRecord(0, STICKY, 0, 0, true);

  static TmpfsOptions parse(String text) {
    long size = 0;
    int mode = STICKY;
    int uid = 0;
    int gid = 0;
    boolean noExec = true;
    boolean readOnly = false;
    for (String option : text.split(",", -1)) {
      String value = option.substring(option.indexOf('=') + 1);
      try {
        switch (ImageDefaults.key(option)) {
          case "size" -> size = bytes(value);
          case "mode" -> mode = Integer.parseInt(value, 8);
          case "uid" -> uid = Integer.parseInt(value);
          case "gid" -> gid = Integer.parseInt(value);
          case "exec" -> noExec = false;
          case "noexec" -> noExec = true;
          case "ro" -> readOnly = true;
          case "", "rw", "nosuid", "nodev" -> {}
          default -> throw invalid(option);
        }
      } catch (NumberFormatException e) {
        throw invalid(option);
      }
    }
    return new TmpfsOptions(new TmpfsRecord(size, mode, uid, gid, noExec), readOnly);
  }

  private static long bytes(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int shift =
        switch (lower.isEmpty() ? ' ' : lower.charAt(lower.length() - 1)) {
          case 'k' -> 10;
          case 'm' -> 20;
          case 'g' -> 30;
          default -> 0;
        };
    return Long.parseLong(shift == 0 ? lower : lower.substring(0, lower.length() - 1)) << shift;
  }

  private static InvalidInput invalid(String option) {
    return new InvalidInput(
        "invalid tmpfs option \"" + option + "\"",
        new Resource("option", option),
        "use size, mode, uid, gid, ro, exec or noexec");
  }
}
