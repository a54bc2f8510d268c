package io.davit.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The proxies that the environment names, in the way that curl and Go's programs read it:
/// `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in small letters, too. This machine is never behind
/// one.
final class Proxies extends ProxySelector {
  private static final List<Proxy> NONE = List.of(Proxy.NO_PROXY);

  private final Map<String, String> environment;

  Proxies(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<Proxy> select(URI uri) {
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    boolean direct = host.isEmpty() || Transport.isLoopback(host) || isExcepted(host, uri);
    return direct ? NONE : List.of(proxy(variable(uri.getScheme() + "_proxy")));
  }

  private String variable(String name) {
    String small = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    return small.isEmpty()
        ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip()
        : small.strip();
  }

  /// `*`, a host, or a domain with all of its hosts, with or without a port.
  private boolean isExcepted(String host, URI uri) {
    int usual = "http".equals(uri.getScheme()) ? 80 : 443;
    String port = ":" + (uri.getPort() < 0 ? usual : uri.getPort());
    for (String item : variable("no_proxy").toLowerCase(Locale.ROOT).split(",", -1)) {
      String name = item.strip();
      if (name.endsWith(port)) {
        name = name.substring(0, name.length() - port.length());
      }
      String domain = name.startsWith(".") ? name : "." + name;
      boolean excepted = name.equals("*") || name.equals(host) || host.endsWith(domain);
      if (!name.isEmpty() && excepted) {
        return true;
      }
    }
    return false;
  }

  /// @param text `[http://]HOST[:PORT]`; what is none is as good as no proxy
  private static Proxy proxy(String text) {
    if (text.isEmpty()) {
      return Proxy.NO_PROXY;
    }
    try {
      URI address = URI.create(text.contains("://") ? text : "http://" + text);
      if (address.getHost() == null) {
        return Proxy.NO_PROXY;
      }
      int port = address.getPort() < 0 ? 80 : address.getPort();
      return new Proxy(
          Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), port));
    } catch (IllegalArgumentException _) {
      return Proxy.NO_PROXY;
    }
  }

  /// Who asked is told by the failure itself.
  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {}
}
