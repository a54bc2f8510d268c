package io.davit.network;

import io.davit.network.Networks.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The text of a container's /etc/hosts (hosts(5)). Pure.
public final class HostsFile {
  /// Stands for the address at which a container reaches the machine.
  public static final String HOST_GATEWAY = "host-gateway";

  private static final String LOCALHOST =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::0\tip6-localnet
      ff00::0\tip6-mcastprefix
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;

  private HostsFile() {}

  /// @param domainname empty for none
  /// @param extra names and their addresses, [#HOST_GATEWAY] among them, in order
  /// @param hostGateway the gateway of the endpoint that leads outwards; without one, names with
  ///   [#HOST_GATEWAY] are left out
  public static String text(
      String hostname,
      String domainname,
      List<Endpoint> endpoints,
      List<Map.Entry<String, String>> extra,
      Optional<String> hostGateway) {
    StringBuilder text = new StringBuilder(LOCALHOST);
    for (Map.Entry<String, String> entry : extra) {
      boolean gateway = entry.getValue().equals(HOST_GATEWAY);
      Optional<String> address = gateway ? hostGateway : Optional.of(entry.getValue());
      address.ifPresent(one -> line(text, one, entry.getKey()));
    }
    String names = domainname.isEmpty() ? hostname : hostname + "." + domainname + " " + hostname;
    endpoints.forEach(endpoint -> line(text, endpoint.address(), names));
    return text.toString();
  }

  private static void line(StringBuilder text, String address, String names) {
    text.append(address).append('\t').append(names).append('\n');
  }
}
