package io.davit.network.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The machine's name servers (resolv.conf(5)), read again when the file changes: a VPN that comes
/// or goes takes effect at once. Safe for concurrent use.
public final class Upstream {
  private static final int DNS_PORT = 53;
  private static final long CHECK_MILLIS = 1000;
  private static final int SERVERS = 3;
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]+(%\\w+)?");

  private final Path file;
  private final InstantSource clock;
  private List<InetSocketAddress> servers = List.of();
  private Object version = "";
  private long checkedMillis = Long.MIN_VALUE;

  public Upstream(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  synchronized List<InetSocketAddress> servers() {
    long now = clock.millis();
    if (checkedMillis == Long.MIN_VALUE || now - checkedMillis >= CHECK_MILLIS) {
      checkedMillis = now;
      refresh();
    }
    return servers;
  }

  private void refresh() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Object current =
          List.of(
              attributes.lastModifiedTime(),
              attributes.size(),
              String.valueOf(attributes.fileKey()));
      if (!current.equals(version)) {
        servers = parse(Files.readAllLines(file));
        version = current;
      }
    } catch (IOException e) {
      // Without the file there is no server; it is looked at again a second later.
      servers = List.of();
      version = "";
    }
  }

  static List<InetSocketAddress> parse(List<String> lines) {
    List<String> addresses = new ArrayList<>();
    for (String line : lines) {
      String[] words = SPACE.split(line.strip(), -1);
      if (words.length >= 2 && words[0].equals("nameserver") && addresses.size() < SERVERS) {
        addresses.add(words[1]);
      }
    }
    return addresses(addresses);
  }

  /// Literal addresses as places to ask; others are left out.
  static List<InetSocketAddress> addresses(List<String> texts) {
    List<InetSocketAddress> servers = new ArrayList<>();
    for (String text : texts) {
      if (ADDRESS.matcher(text).matches()) {
        try {
          servers.add(new InetSocketAddress(InetAddress.getByName(text), DNS_PORT));
        } catch (UnknownHostException e) {
          // Not an address after all: resolv.conf(5) ignores such lines too.
        }
      }
    }
    return List.copyOf(servers);
  }
}
