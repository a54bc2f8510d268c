package io.davit.executor.daemon;

import io.davit.executor.container.Outside.NameFiles;
import io.davit.executor.container.Outside.Naming;
import io.davit.network.HostsFile;
import io.davit.network.Networks.Endpoint;
import io.davit.network.Networks.Sandbox;
import io.davit.network.ResolvConf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes a container's name files by the network room's rules. In the host's network it starts
/// from the machine's own files.
final class EngineNameFiles implements NameFiles {
  private final Path etc;

  /// @param etc `/etc` of the machine
  EngineNameFiles(Path etc) {
    this.etc = etc;
  }

  @Override
  public String hosts(Naming naming, Optional<Sandbox> sandbox) {
    List<Map.Entry<String, String>> extra =
        naming.extraHosts().stream().map(EngineNameFiles::entry).toList();
    if (naming.onHost()) {
      StringBuilder text = new StringBuilder(String.join("\n", lines("hosts"))).append('\n');
      for (Map.Entry<String, String> entry : extra) {
        boolean gateway = entry.getValue().equals(HostsFile.HOST_GATEWAY);
        text.append(gateway ? "127.0.0.1" : entry.getValue()).append('\t');
        text.append(entry.getKey()).append('\n');
      }
      return text.toString();
    }
    List<Endpoint> endpoints = sandbox.map(Sandbox::endpoints).orElse(List.of());
    Optional<String> gateway =
        endpoints.stream().map(Endpoint::gateway).filter(text -> !text.isEmpty()).findFirst();
    return HostsFile.text(naming.hostname(), naming.domainname(), endpoints, extra, gateway);
  }

  /// `name:address` or `name=address`; an address may have colons and brackets.
  private static Map.Entry<String, String> entry(String text) {
    int equals = text.indexOf('=');
    int cut = equals >= 0 ? equals : text.indexOf(':');
    if (cut < 0) {
      return Map.entry(text, "");
    }
    String address = text.substring(cut + 1);
    boolean bracketed = address.startsWith("[") && address.endsWith("]");
    return Map.entry(
        text.substring(0, cut), bracketed ? address.substring(1, address.length() - 1) : address);
  }

  @Override
  public String resolvConf(Naming naming, Optional<Sandbox> sandbox) {
    List<String> machine = lines("resolv.conf");
    List<String> search =
        naming.dnsSearch().isEmpty() ? ResolvConf.search(machine) : naming.dnsSearch();
    boolean connected = sandbox.filter(open -> !open.endpoints().isEmpty()).isPresent();
    if (connected) {
      return ResolvConf.embedded(search, naming.dnsOptions());
    }
    List<String> servers = naming.dns().isEmpty() ? servers(machine) : naming.dns();
    return ResolvConf.direct(servers, search, naming.dnsOptions());
  }

  private static List<String> servers(List<String> machine) {
    List<String> servers = new ArrayList<>();
    for (String line : machine) {
      List<String> words = List.of(line.strip().split("\\s+"));
      if (words.size() > 1 && words.getFirst().equals("nameserver")) {
        servers.add(words.get(1));
      }
    }
    return servers;
  }

  private List<String> lines(String name) {
    Path file = etc.resolve(name);
    try {
      return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
