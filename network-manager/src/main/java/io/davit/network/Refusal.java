package io.davit.network;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.problem.KernelRefused;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// Turns a refused system call into a [Failure] that says what it was for.
final class Refusal {
  private Refusal() {}

  /// A piece of work with the kernel.
  @FunctionalInterface
  interface Work<T> {
    T run() throws ErrnoException, IOException;
  }

  /// Work that has no result.
  @FunctionalInterface
  interface Step {
    void run() throws ErrnoException, IOException;
  }

  static void perform(String intent, Step step) {
    guard(
        intent,
        () -> {
          step.run();
          return true;
        });
  }

  /// @param intent `making the bridge of network "shop_default"`
  static <T> T guard(String intent, Work<T> work) {
    try {
      return work.run();
    } catch (ErrnoException e) {
      throw new KernelRefused(
          "%s: %s".formatted(intent, e.getMessage()), Optional.of(e.where()), fix(e), e);
    } catch (IOException e) {
      throw new KernelRefused("%s: %s".formatted(intent, reason(e)), Optional.empty(), fix(e), e);
    }
  }

  /// The JDK's own words are often only the file's name.
  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      case AccessDeniedException denied -> "no permission to write " + denied.getFile();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static Optional<String> fix(IOException e) {
    return e instanceof FileSystemException file
            && String.valueOf(file.getFile()).startsWith("/proc/sys/")
        ? Optional.of(
            "networks need the kernel's settings: mount /proc writable, with its sys/net, or use"
                + " a kernel with CONFIG_SYSCTL and CONFIG_INET")
        : Optional.empty();
  }

  private static Optional<String> fix(ErrnoException e) {
    boolean netfilter = e.call().startsWith("NFT_") || e.call().startsWith("NFNL_");
    if (e.is(Errno.EPERM)) {
      return Optional.of("run the engine as root: networks need CAP_NET_ADMIN and CAP_SYS_ADMIN");
    }
    if (netfilter && (e.is(Errno.EOPNOTSUPP) || e.is(Errno.ENOENT) || e.is(Errno.EAFNOSUPPORT))) {
      return Optional.of(
          "the kernel lacks a part of nf_tables: modprobe nf_tables nft_chain_nat nft_nat nft_masq"
              + " nft_ct nft_fib_ipv4, or use a kernel with CONFIG_NF_TABLES_IPV4, CONFIG_NFT_NAT,"
              + " CONFIG_NFT_MASQ, CONFIG_NFT_CT and CONFIG_NFT_FIB_IPV4");
    }
    if (e.is(Errno.EPROTONOSUPPORT)) {
      return Optional.of(
          "the kernel has no netfilter netlink: modprobe nfnetlink nf_tables, or use a kernel with"
              + " CONFIG_NF_TABLES");
    }
    if (e.is(Errno.EOPNOTSUPP) && e.call().startsWith("RTM_")) {
      return Optional.of(
          "modprobe bridge veth, or use a kernel with CONFIG_BRIDGE and CONFIG_VETH");
    }
    return Optional.empty();
  }
}
