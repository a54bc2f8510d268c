package io.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProxiesTest {
  /// `HOST:PORT`, or `direct`.
  private static String way(Map<String, String> environment, String uri) {
    Proxy proxy = new Proxies(environment).select(URI.create(uri)).getFirst();
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : "direct";
  }

  @Test
  void eachSchemeHasItsOwn() {
    Map<String, String> both =
        Map.of("HTTPS_PROXY", "http://proxy.example:3128", "http_proxy", "other.example");
    assertThat(way(both, "https://registry.example/v2/")).isEqualTo("proxy.example:3128");
    assertThat(way(both, "http://registry.example/v2/")).isEqualTo("other.example:80");
    assertThat(way(Map.of(), "https://registry.example/v2/")).isEqualTo("direct");
    assertThat(way(Map.of("HTTPS_PROXY", "::"), "https://registry.example/")).isEqualTo("direct");
  }

  @Test
  void someAreAskedDirectly() {
    Map<String, String> environment =
        Map.of(
            "https_proxy", "proxy.example:1",
            "no_proxy", "near.example, .inner.example,host.example:5000");
    assertThat(way(environment, "https://near.example/")).isEqualTo("direct");
    assertThat(way(environment, "https://a.Near.example/")).isEqualTo("direct");
    assertThat(way(environment, "https://a.inner.example/")).isEqualTo("direct");
    assertThat(way(environment, "https://host.example:5000/")).isEqualTo("direct");
    assertThat(way(environment, "https://host.example/")).isEqualTo("proxy.example:1");
    assertThat(way(environment, "https://linear.example/")).isEqualTo("proxy.example:1");
    assertThat(way(environment, "https://localhost:5000/")).isEqualTo("direct");
    assertThat(way(environment, "https://[::1]:5000/")).isEqualTo("direct");
    assertThat(way(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", "*"), "https://a.example/"))
        .isEqualTo("direct");
  }
}
