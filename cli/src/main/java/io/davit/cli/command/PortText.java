package io.davit.cli.command;

import io.davit.cli.engine.Fields;
import java.util.ArrayList;
import java.util.List;

/// Ports as `docker ps` writes them: `0.0.0.0:8080->80/tcp, 443/tcp`, neighbours as a range
/// `0.0.0.0:8000-8002->8000-8002/tcp`.
public final class PortText {
  /// Consecutive ports; `host` is 0 where they are not published.
  private record Range(String address, long host, long target, long count, String protocol) {
    boolean continues(Range next) {
      return address.equals(next.address)
          && protocol.equals(next.protocol)
          && next.target == target + count
          && (host == 0 ? next.host == 0 : next.host == host + count);
    }

    String text() {
      String target = span(this.target);
      return host == 0
          ? target + "/" + protocol
          : address + ":" + span(host) + "->" + target + "/" + protocol;
    }

    private String span(long first) {
      return count == 1 ? String.valueOf(first) : first + "-" + (first + count - 1);
    }
  }

  private PortText() {}

  private static int compare(Range a, Range b) {
    int order = a.protocol().compareTo(b.protocol());
    order = order != 0 ? order : a.address().compareTo(b.address());
    order = order != 0 ? order : Long.compare(a.target(), b.target());
    return order != 0 ? order : Long.compare(a.host(), b.host());
  }

  /// @param ports of [io.davit.api.ContainerSummary]
  public static String of(List<Fields> ports) {
    List<Range> single = new ArrayList<>();
    for (Fields port : ports) {
      String ip = port.text("IP");
      single.add(
          new Range(
              ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip,
              port.number("PublicPort"),
              port.number("PrivatePort"),
              1,
              port.text("Type")));
    }
    single.sort(PortText::compare);
    List<String> texts = new ArrayList<>();
    Range current = new Range("", -1, -1, 0, "");
    for (Range next : single) {
      if (current.continues(next)) {
        current =
            new Range(
                current.address(),
                current.host(),
                current.target(),
                current.count() + 1,
                current.protocol());
      } else {
        if (current.count() > 0) {
          texts.add(current.text());
        }
        current = next;
      }
    }
    if (current.count() > 0) {
      texts.add(current.text());
    }
    return String.join(", ", texts);
  }
}
