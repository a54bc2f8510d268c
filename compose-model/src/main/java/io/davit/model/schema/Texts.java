package io.davit.model.schema;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The grammars of single texts.
final class Texts {
  private static final Set<String> CAPABILITIES =
      new TreeSet<>(
          List.of(
              "ALL",
              "AUDIT_CONTROL",
              "AUDIT_READ",
              "AUDIT_WRITE",
              "BLOCK_SUSPEND",
              "BPF",
              "CHECKPOINT_RESTORE",
              "CHOWN",
              "DAC_OVERRIDE",
              "DAC_READ_SEARCH",
              "FOWNER",
              "FSETID",
              "IPC_LOCK",
              "IPC_OWNER",
              "KILL",
              "LEASE",
              "LINUX_IMMUTABLE",
              "MAC_ADMIN",
              "MAC_OVERRIDE",
              "MKNOD",
              "NET_ADMIN",
              "NET_BIND_SERVICE",
              "NET_BROADCAST",
              "NET_RAW",
              "PERFMON",
              "SETFCAP",
              "SETGID",
              "SETPCAP",
              "SETUID",
              "SYSLOG",
              "SYS_ADMIN",
              "SYS_BOOT",
              "SYS_CHROOT",
              "SYS_MODULE",
              "SYS_NICE",
              "SYS_PACCT",
              "SYS_PTRACE",
              "SYS_RAWIO",
              "SYS_RESOURCE",
              "SYS_TIME",
              "SYS_TTY_CONFIG",
              "WAKE_ALARM"));

  private Texts() {}

  /// Compose files may name any; only those of the kernel can be given or taken away.
  static Support capabilitySupport(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String bare = upper.startsWith("CAP_") ? upper.substring(4) : upper;
    if (CAPABILITIES.contains(bare)) {
      return new Support.Honoured();
    }
    return new Support.Impossible(
        "is \"%s\", which is no capability".formatted(text),
        Suggestion.nearest(bare, CAPABILITIES)
            .map("did you mean \"%s\"?"::formatted)
            .orElse("see capabilities(7) for their names, or write ALL"));
  }

  static Shape ipv4() {
    return Scalars.parsed(
        Scalars.string(),
        text -> {
          if (Addresses.isIpv4(text)) {
            return text;
          }
          throw new Malformed(
              "must be an IPv4 address, not \"%s\"".formatted(text),
              "write four numbers from 0 to 255: 172.20.0.10");
        });
  }

  static final String NO_IPV6 = "networks are IPv4 so far";

  static Shape ipv6() {
    return Scalars.parsed(
        Scalars.string(),
        text -> {
          if (Addresses.isIpv6(text)) {
            return text;
          }
          throw new Malformed(
              "must be an IPv6 address, not \"%s\"".formatted(text),
              "write groups of hexadecimal digits: 2001:db8::10");
        });
  }

  static Shape ip() {
    return Scalars.parsed(
        Scalars.string(),
        text -> {
          if (Addresses.isAddress(text)) {
            return text;
          }
          throw new Malformed(
              "must be an IP address, not \"%s\"".formatted(text),
              "write an address such as 172.20.0.10 or 2001:db8::10");
        });
  }

  /// A text that means something for IPv4 only.
  static Support ipv4Only(String text) {
    return text.indexOf(':') < 0 ? new Support.Honoured() : new Support.WithoutEffect(NO_IPV6);
  }

  static Shape subnet() {
    return Scalars.parsed(
        Scalars.string(),
        text -> {
          if (Addresses.isSubnet(text)) {
            return text;
          }
          throw new Malformed(
              "must be a subnet, not \"%s\"".formatted(text),
              "write an address and a prefix length: 172.20.0.0/16");
        });
  }

  static Shape mac() {
    return Scalars.parsed(
        Scalars.string(),
        text -> {
          if (Addresses.isMac(text)) {
            return text;
          }
          throw new Malformed(
              "must be a MAC address, not \"%s\"".formatted(text),
              "write six hexadecimal bytes: 02:42:ac:14:00:0a");
        });
  }

  static String extraHost(String text) {
    int equals = text.indexOf('=');
    int split = equals < 0 ? text.indexOf(':') : equals;
    String host = split < 0 ? "" : text.substring(0, split);
    String address = split < 0 ? "" : text.substring(split + 1);
    if (address.startsWith("[") && address.endsWith("]")) {
      address = address.substring(1, address.length() - 1);
    }
    boolean known = address.equals("host-gateway") || Addresses.isAddress(address);
    if (host.isBlank() || !known) {
      throw new Malformed(
          "must be NAME=ADDRESS, not \"%s\"".formatted(text),
          "write \"db.local=10.0.0.5\" or \"host.docker.internal=host-gateway\"");
    }
    return host + "=" + address;
  }

  static String restart(String text) {
    int colon = text.indexOf(':');
    String policy = colon < 0 ? text : text.substring(0, colon);
    String attempts = colon < 0 ? "0" : text.substring(colon + 1);
    boolean numeric =
        !attempts.isEmpty()
            && attempts.length() < 10
            && attempts.chars().allMatch(c -> c >= '0' && c <= '9');
    List<String> known = List.of("no", "always", "on-failure", "unless-stopped");
    if (!known.contains(policy) || !numeric || (colon >= 0 && !policy.equals("on-failure"))) {
      throw new Malformed(
          "must be \"no\", always, on-failure[:N] or unless-stopped, not \"%s\"".formatted(text),
          Suggestion.nearest(policy, known)
              .filter(name -> !name.equals(policy))
              .map("did you mean \"%s\"?"::formatted)
              .orElse(
                  known.contains(policy)
                      ? "a number of attempts belongs to on-failure only: on-failure:3"
                      : "write one of them"));
    }
    return text;
  }

  static String pullPolicy(String text) {
    return switch (text) {
      case "always", "never", "missing", "build", "daily", "weekly", "refresh" -> text;
      case "if_not_present" -> "missing";
      default -> {
        if (text.startsWith("every_")) {
          Durations.parse(text.substring("every_".length()));
          yield text;
        }
        List<String> known =
            List.of("always", "never", "missing", "if_not_present", "build", "daily", "weekly");
        throw new Malformed(
            "must be always, never, missing, build, daily, weekly or every_N, not \"%s\""
                .formatted(text),
            Suggestion.nearest(text, known)
                .map("did you mean \"%s\"?"::formatted)
                .orElse("write one of them"));
      }
    };
  }

  static Support pullPolicySupport(String text) {
    return switch (text) {
      case "always", "never", "missing" -> new Support.Honoured();
      case "build" -> new Support.NotYet("use always, never or missing");
      default -> new Support.WithoutEffect("an image is pulled when it is missing");
    };
  }

  static String securityOption(String text) {
    int end = 0;
    while (end < text.length() && "=:".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String option = text.substring(0, end);
    List<String> known =
        List.of(
            "label", "apparmor", "seccomp", "systempaths", "no-new-privileges", "writable-cgroups");
    if (known.contains(option)) {
      return text;
    }
    throw new Malformed(
        "has the unknown option \"%s\"".formatted(text),
        Suggestion.nearest(option, known)
            .map("did you mean \"%s\"?"::formatted)
            .orElse("use no-new-privileges or seccomp=unconfined"));
  }

  static Support securityOptionSupport(String text) {
    return switch (text.replace('=', ':')) {
      case "no-new-privileges",
          "no-new-privileges:true",
          "no-new-privileges:false",
          "seccomp:unconfined",
          "seccomp:builtin",
          "systempaths:unconfined",
          "apparmor:unconfined",
          "label:disable" ->
          new Support.Honoured();
      default ->
          text.startsWith("label")
              ? new Support.WithoutEffect("containers have no label of SELinux")
              : new Support.NotYet(
                  "use no-new-privileges, seccomp=unconfined or systempaths=unconfined");
    };
  }

  static String numericId(String text) {
    if (!text.isEmpty() && text.length() < 11 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return text;
    }
    throw new Malformed(
        "must be a numeric id, not \"%s\"".formatted(text), "write the number: \"1000\"");
  }

  static String signal(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    String bare = upper.startsWith("SIG") ? upper.substring(3) : upper;
    boolean number = text.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean realtime = bare.startsWith("RTMIN") || bare.startsWith("RTMAX");
    boolean inRange =
        number && !text.isEmpty() && text.length() < 3 && Integer.parseInt(text) <= 64;
    if (SIGNALS.contains(bare) || realtime || inRange) {
      return text;
    }
    throw new Malformed(
        "must be a signal, not \"%s\"".formatted(text),
        Suggestion.nearest(bare, SIGNALS)
            .map("did you mean \"SIG%s\"?"::formatted)
            .orElse("write SIGTERM, SIGINT, SIGQUIT or another name of signal(7)"));
  }

  private static final Set<String> SIGNALS =
      Set.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  /// Docker Compose reads any, and the engine takes these.
  static Support containerNameSupport(String text) {
    boolean valid = text.length() > 1 && isLetterOrDigit(text.charAt(0));
    for (int i = 1; i < text.length() && valid; i++) {
      valid = isLetterOrDigit(text.charAt(i)) || "_.-".indexOf(text.charAt(i)) >= 0;
    }
    if (valid || text.isEmpty()) {
      return new Support.Honoured();
    }
    return new Support.Impossible(
        "must be a container's name, not \"%s\"".formatted(text),
        "use letters, digits, \"_\", \".\" and \"-\", at least two, and begin with a letter or digit");
  }

  /// Files for Docker Swarm have templates here, which Docker Compose takes as they are.
  static String host(String text) {
    if (text.contains("{{")) {
      return text;
    }
    boolean valid = text.length() <= 253;
    for (String label : text.split("\\.", -1)) {
      valid &= !label.isEmpty() && label.length() <= 63 && !label.startsWith("-");
      for (int i = 0; i < label.length(); i++) {
        valid &= isLetterOrDigit(label.charAt(i)) || "-_".indexOf(label.charAt(i)) >= 0;
      }
    }
    if (valid) {
      return text;
    }
    throw new Malformed(
        "must be a host name, not \"%s\"".formatted(text),
        "use letters, digits and \"-\", in parts of at most 63 that \".\" separates");
  }

  static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
