package io.davit.network;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.nftables.NftSession;
import io.davit.problem.KernelRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lets our traffic pass where somebody else drops forwarded packets by default: Docker and ufw set
/// the policy of iptables' FORWARD chain to DROP, and a drop anywhere is final. There, and only
/// there, the `iptables` command adds a chain of ours at the end of FORWARD, behind all rules of
/// others, which so keep their say. The chain names all our bridges by a prefix: it is made once.
final class ForwardAccept {
  private static final Path LEGACY_TABLES = Path.of("/proc/thread-self/net/ip_tables_names");

  private final Host host;
  private final Names names;

  ForwardAccept(Host host, Names names) {
    this.host = host;
    this.names = names;
  }

  /// The commands of iptables in use on the machine, for its two back ends.
  private enum Backend {
    NFT("iptables"),
    LEGACY("iptables-legacy");

    private final String command;

    Backend(String command) {
      this.command = command;
    }
  }

  /// Adds our chain if it is needed and not there.
  void ensure() throws ErrnoException, IOException {
    Optional<Backend> dropping = dropping();
    if (dropping.isPresent() && !present(dropping.get())) {
      String chain = names.iptablesChain();
      restore(
          dropping.get(),
          """
          *filter
          :%s - [0:0]
          -A %s -i %s+ -j ACCEPT
          -A %s -o %s+ -j ACCEPT
          -A FORWARD -j %s
          COMMIT
          """
              .formatted(chain, chain, names.bridgePrefix(), chain, names.bridgePrefix(), chain));
    }
  }

  /// Takes our chain away; safe to call when it is not there.
  void remove() throws ErrnoException, IOException {
    for (Backend backend : Backend.values()) {
      if (present(backend)) {
        String chain = names.iptablesChain();
        restore(
            backend,
            """
            *filter
            -D FORWARD -j %s
            -F %s
            -X %s
            COMMIT
            """
                .formatted(chain, chain, chain));
      }
    }
  }

  private Optional<Backend> dropping() throws ErrnoException, IOException {
    boolean nft =
        host.nft().chains().stream()
            .anyMatch(
                chain ->
                    chain.table().equals("filter")
                        && chain.name().equals("FORWARD")
                        && chain.dropsForwarded());
    if (nft) {
      return Optional.of(Backend.NFT);
    }
    boolean legacy =
        legacyInUse()
            && run(Backend.LEGACY.command, "", "-S", "FORWARD").contains("-P FORWARD DROP");
    return legacy ? Optional.of(Backend.LEGACY) : Optional.empty();
  }

  private boolean present(Backend backend) throws ErrnoException, IOException {
    return switch (backend) {
      case NFT ->
          host.nft().chains().stream()
              .map(NftSession.Chain::name)
              .anyMatch(names.iptablesChain()::equals);
      case LEGACY ->
          legacyInUse()
              && run(Backend.LEGACY.command, "", "-S", "FORWARD")
                  .contains("-j " + names.iptablesChain());
    };
  }

  private boolean legacyInUse() throws ErrnoException, IOException {
    return host.call(
        () ->
            Files.exists(LEGACY_TABLES)
                && Files.readString(LEGACY_TABLES).lines().anyMatch("filter"::equals));
  }

  private void restore(Backend backend, String rules) throws ErrnoException, IOException {
    run(backend.command + "-restore", rules, "--noflush", "--wait");
  }

  private static Process start(List<String> line) {
    try {
      return new ProcessBuilder(line).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new KernelRefused(
          "forwarded packets are dropped by iptables (-P FORWARD DROP), and \"%s\" cannot be run"
              .formatted(line.getFirst()),
          Optional.empty(),
          Optional.of("install iptables, or set the policy of its FORWARD chain to ACCEPT"),
          e);
    }
  }

  /// The output of a command that runs in the host's network namespace.
  private String run(String command, String input, String... arguments)
      throws ErrnoException, IOException {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of(arguments));
    Process process = host.call(() -> start(line));
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.US_ASCII));
    }
    String output;
    try (InputStream stdout = process.getInputStream()) {
      output = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
    }
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            "%s ended with %d: %s".formatted(String.join(" ", line), code, output.strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + command + " ran", e);
    }
    return output;
  }
}
