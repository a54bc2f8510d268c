package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.bytes;
import static io.davit.kernel.program.Operand.slot;
import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.text;
import static io.davit.kernel.program.Operand.value;
import static io.davit.kernel.program.Operand.words;

import io.davit.kernel.Errno;
import io.davit.kernel.SystemCall;
import io.davit.kernel.program.Label;
import io.davit.kernel.program.Operand;
import io.davit.kernel.program.ProgramBuilder;
import io.davit.kernel.program.Slot;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.runtime.ProcessSpec;
import io.davit.runtime.ProcessSpec.Ulimit;
import io.davit.runtime.Security;
import io.davit.runtime.user.ResolvedUser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// From the keeper's rights down to the command's: limits, filter, bounding set, user,
/// capabilities. The last rows before the command, for a first process and for an exec alike.
final class PrivilegeRows {
  private static final Operand PR_SET_DUMPABLE = symbol("PR_SET_DUMPABLE", 4);
  private static final Operand PR_SET_KEEPCAPS = symbol("PR_SET_KEEPCAPS", 8);
  private static final Operand PR_CAPBSET_DROP = symbol("PR_CAPBSET_DROP", 24);
  private static final Operand PR_SET_NO_NEW_PRIVS = symbol("PR_SET_NO_NEW_PRIVS", 38);
  private static final Operand PR_CAP_AMBIENT = symbol("PR_CAP_AMBIENT", 47);
  private static final Operand PR_CAP_AMBIENT_CLEAR_ALL = symbol("PR_CAP_AMBIENT_CLEAR_ALL", 4);
  private static final Operand SECCOMP_SET_MODE_FILTER = symbol("SECCOMP_SET_MODE_FILTER", 1);
  private static final Operand KEYCTL_JOIN_SESSION_KEYRING =
      symbol("KEYCTL_JOIN_SESSION_KEYRING", 1);
  private static final int CAPABILITY_VERSION_3 = 0x20080522;
  private static final Operand KEEP_GROUP = symbol("-1", 0xffffffffL);
  private static final long FIRST_FOREIGN_DESCRIPTOR = 5;

  /// Of asm-generic/resource.h.
  private static final Map<String, Integer> LIMITS =
      Map.ofEntries(
          Map.entry("cpu", 0),
          Map.entry("fsize", 1),
          Map.entry("data", 2),
          Map.entry("stack", 3),
          Map.entry("core", 4),
          Map.entry("rss", 5),
          Map.entry("nproc", 6),
          Map.entry("nofile", 7),
          Map.entry("memlock", 8),
          Map.entry("as", 9),
          Map.entry("locks", 10),
          Map.entry("sigpending", 11),
          Map.entry("msgqueue", 12),
          Map.entry("nice", 13),
          Map.entry("rtprio", 14),
          Map.entry("rttime", 15));

  private final ProgramBuilder program;
  private final Set<String> capabilities;
  private final Filters filters;

  /// @param capabilities those that the process gets
  PrivilegeRows(ProgramBuilder program, Set<String> capabilities, Filters filters) {
    this.program = program;
    this.capabilities = capabilities;
    this.filters = filters;
  }

  /// Nobody in the container may look into the process before it is the command (CVE-2016-9962),
  /// and it has a keyring of its own.
  void seclude() {
    program.call("be not dumpable", SystemCall.PRCTL, PR_SET_DUMPABLE, value(0));
    program
        .call("new session keyring", SystemCall.KEYCTL, KEYCTL_JOIN_SESSION_KEYRING, value(0))
        .ignoring(Errno.ENOSYS, Errno.EPERM, Errno.EACCES);
    program.call("no file mode is masked", SystemCall.UMASK, value(0));
  }

  /// Once nothing is opened any more: the limits may leave no room for it.
  void limits(ProcessSpec process, WriteRows files) {
    if (process.oomScoreAdj() != 0) {
      String purpose = "set oom_score_adj to " + process.oomScoreAdj();
      files.write(purpose, "/proc/self/oom_score_adj", Integer.toString(process.oomScoreAdj()));
    }
    if (process.ulimits().stream().noneMatch(limit -> limit.name().equals("nofile"))) {
      program
          .call(
              "limit nofile as usual",
              SystemCall.PRLIMIT64,
              value(0),
              symbol("RLIMIT_NOFILE", 7),
              words("rlimit64", List.of(value(1024), value(524_288))),
              value(0))
          .ignoring(Errno.EPERM);
    }
    for (Ulimit limit : process.ulimits()) {
      program.call(
          "limit %s to %d:%d".formatted(limit.name(), limit.soft(), limit.hard()),
          SystemCall.PRLIMIT64,
          value(0),
          symbol("RLIMIT_" + limit.name().toUpperCase(java.util.Locale.ROOT), number(limit)),
          words("rlimit64", List.of(value(limit.soft()), value(limit.hard()))),
          value(0));
    }
  }

  /// Makes the working directory while the root can still be written.
  void makeWorkingDirectory(String directory) {
    Label there = program.label("working directory");
    Slot result = program.slot("result of chdir");
    Label missing = program.label("make the working directory");
    program
        .call("enter " + directory, SystemCall.CHDIR, text(directory))
        .ignoring(Errno.ENOENT, Errno.EACCES)
        .into(result)
        .jumpIfNegative(missing);
    program.jump(there);
    program.place(missing);
    StringBuilder path = new StringBuilder();
    for (String name : TargetRows.relative(directory).split("/", -1)) {
      path.append('/').append(name);
      program
          .call(
              "make the working directory " + path,
              SystemCall.MKDIRAT,
              MountApi.AT_FDCWD,
              text(path.toString()),
              symbol("0755", 0755))
          .ignoring(Errno.EEXIST, Errno.EROFS);
    }
    program.place(there);
  }

  /// Everything that was opened on the way is closed first: the working directory, which is looked
  /// up by name, can lead to none of it (CVE-2024-21626).
  void become(ResolvedUser user, Security security, String workingDirectory) {
    program.call(
        "close what was opened",
        SystemCall.CLOSE_RANGE,
        value(FIRST_FOREIGN_DESCRIPTOR),
        symbol("~0U", 0xffffffffL),
        value(0));
    if (security.noNewPrivileges()) {
      program.call(
          "gain no privileges",
          SystemCall.PRCTL,
          PR_SET_NO_NEW_PRIVS,
          value(1),
          value(0),
          value(0),
          value(0));
    }
    filter(security);
    dropBoundingSet();
    Label entered = program.label("entered the working directory");
    Slot refused = program.slot("refused to root");
    program
        .call("enter " + workingDirectory, SystemCall.CHDIR, text(workingDirectory))
        .ignoring(Errno.EACCES)
        .into(refused);
    ownStreams(user);
    program
        .call(
            "no ambient capabilities",
            SystemCall.PRCTL,
            PR_CAP_AMBIENT,
            PR_CAP_AMBIENT_CLEAR_ALL,
            value(0),
            value(0),
            value(0))
        .ignoring(Errno.EINVAL);
    program.call("keep no capabilities", SystemCall.PRCTL, PR_SET_KEEPCAPS, value(0));
    program.call(
        "set the groups", SystemCall.SETGROUPS, value(user.groups().size()), groups(user.groups()));
    program.call("set the group", SystemCall.SETGID, value(user.gid()));
    program.call("set the user", SystemCall.SETUID, value(user.uid()));
    capabilities(user.uid() == 0 ? Capability.mask(capabilities) : 0);
    // A directory that root enters may be closed to the user, who starts there all the same; one on
    // a network's file system may be open to the user only.
    program.subtract("", slot(refused), value(0)).jumpIfZero(entered);
    program.call("enter " + workingDirectory, SystemCall.CHDIR, text(workingDirectory));
    program.place(entered);
    program.call("mask file modes as usual", SystemCall.UMASK, symbol("022", 022));
  }

  private void filter(Security security) {
    if (security.privileged() || security.seccomp() == Security.Seccomp.UNCONFINED) {
      return;
    }
    program.call(
        "filter system calls",
        SystemCall.SECCOMP,
        SECCOMP_SET_MODE_FILTER,
        value(0),
        filters.of(capabilities));
  }

  private void dropBoundingSet() {
    List<Capability> all = Capability.byNumber();
    for (int number = 0; number < all.size(); number++) {
      String name = all.get(number).name();
      if (!capabilities.contains(name)) {
        program
            .call(
                "drop " + name + " for good",
                SystemCall.PRCTL,
                PR_CAPBSET_DROP,
                symbol("CAP_" + name, number),
                value(0),
                value(0),
                value(0))
            .ignoring(Errno.EINVAL);
      }
    }
  }

  /// So that /dev/stdout can be opened by name, also by a user who is not root.
  private void ownStreams(ResolvedUser user) {
    if (user.uid() == 0) {
      return;
    }
    for (int stream = 0; stream < 3; stream++) {
      program
          .call(
              "own a standard stream",
              SystemCall.FCHOWN,
              value(stream),
              value(user.uid()),
              KEEP_GROUP)
          .ignoring(Errno.EINVAL, Errno.EPERM, Errno.EROFS);
    }
  }

  private static Operand groups(List<Integer> groups) {
    ByteBuffer list = ByteBuffer.allocate(4 * groups.size()).order(ByteOrder.LITTLE_ENDIAN);
    groups.forEach(list::putInt);
    return groups.isEmpty() ? value(0) : bytes(list.array());
  }

  /// Inheritable ones stay empty (CVE-2022-24769).
  private void capabilities(long mask) {
    byte[] header =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(CAPABILITY_VERSION_3).array();
    ByteBuffer data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    for (int half = 0; half < 2; half++) {
      int bits = (int) (mask >>> (32 * half));
      data.putInt(bits).putInt(bits).putInt(0);
    }
    program.call("set the capabilities", SystemCall.CAPSET, bytes(header), bytes(data.array()));
  }

  private static long number(Ulimit limit) {
    Integer number = LIMITS.get(limit.name());
    if (number == null) {
      throw new InvalidInput(
          "ulimit \"" + limit.name() + "\" is unknown",
          new Resource("ulimit", limit.name()),
          "use one of "
              + String.join(", ", new ArrayList<>(new java.util.TreeSet<>(LIMITS.keySet()))));
    }
    return number;
  }
}
