package io.davit.runtime.seccomp;

import io.davit.kernel.Errno;
import io.davit.kernel.SyscallTable;
import io.davit.kernel.SyscallTable.Abi;
import io.davit.runtime.seccomp.Decision.Range;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Docker's default profile for a set of capabilities: which calls are allowed, by name
/// (moby/profiles, seccomp/default.json).
public final class SeccompProfile {
  /// What is not named: as if the caller had no right to it.
  static final Decision DENIED = new Decision.Fail(Errno.EPERM.number());

  /// What the profile is too old to know: as if the kernel were, so that C libraries fall back.
  static final Decision UNKNOWN = new Decision.Fail(Errno.ENOSYS.number());

  private static final Decision ALLOWED = new Decision.Allow();

  /// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
  private static final int NAMESPACES = 0x7E020000;

  /// All but those without a user and with a history: DECnet, Econet, ATM, IrDA, WANPIPE, ISDN,
  /// CAIF, and AF_ALG and AF_VSOCK, which reach outside of the namespaces.
  private static final List<Range> FAMILIES =
      List.of(
          new Range(0, 11),
          new Range(13, 18),
          new Range(21, 22),
          new Range(24, 24),
          new Range(26, 33),
          new Range(35, 36),
          new Range(39, 39),
          new Range(41, 45));

  /// PER_LINUX, PER_LINUX32, both with UNAME26, and the question for the current one.
  private static final List<Range> PERSONALITIES =
      List.of(
          new Range(0, 0),
          new Range(8, 8),
          new Range(0x20000, 0x20000),
          new Range(0x20008, 0x20008),
          new Range(0xffffffffL, 0xffffffffL));

  private static final Map<String, Set<String>> LINES = load();

  private final Set<String> capabilities;

  /// @param capabilities without `CAP_`
  public SeccompProfile(Set<String> capabilities) {
    this.capabilities = Set.copyOf(capabilities);
  }

  /// What is decided for every call of an ABI that has one, by number; what is absent is [#DENIED]
  /// up to the last number, [#UNKNOWN] behind it.
  SortedMap<Integer, Decision> decisions(Abi abi) {
    SortedMap<Integer, Decision> decisions = new TreeMap<>();
    for (String name : SyscallTable.names()) {
      OptionalInt number = SyscallTable.number(abi, name);
      if (number.isPresent()) {
        Decision decision = decide(abi, name);
        if (!decision.equals(DENIED)) {
          decisions.put(number.getAsInt(), decision);
        }
      }
    }
    return decisions;
  }

  private Decision decide(Abi abi, String name) {
    if (allowed(abi, name)) {
      return ALLOWED;
    }
    return switch (name) {
      case "clone" -> new Decision.AllowWithout(0, NAMESPACES);
      // Its flags lie in memory, where no filter can see them.
      case "clone3" -> UNKNOWN;
      case "socket" -> new Decision.AllowRanges(0, FAMILIES);
      case "personality" -> new Decision.AllowRanges(0, PERSONALITIES);
      default -> DENIED;
    };
  }

  private boolean allowed(Abi abi, String name) {
    return named("always", name)
        || named("arch:" + abi.name().toLowerCase(Locale.ROOT), name)
        || capabilities.stream().anyMatch(capability -> named("cap:" + capability, name));
  }

  private static boolean named(String condition, String name) {
    return LINES.getOrDefault(condition, Set.of()).contains(name);
  }

  private static Map<String, Set<String>> load() {
    Map<String, Set<String>> lines = new HashMap<>();
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(SeccompProfile.class.getResourceAsStream("default.profile")),
                StandardCharsets.US_ASCII))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          List<String> words = List.of(line.split(" ", -1));
          lines
              .computeIfAbsent(words.getFirst(), _ -> new HashSet<>())
              .addAll(words.subList(1, words.size()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
