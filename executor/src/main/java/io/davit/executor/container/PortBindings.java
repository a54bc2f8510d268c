package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerCreate.HostConfig;
import io.davit.api.ContainerCreate.PortBinding;
import io.davit.network.SandboxSpec.PortSpec;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The ports that a create body publishes: `"80/tcp": [{"HostIp": "", "HostPort": "8080"}]`.
final class PortBindings {
  private static final int LARGEST = 65535;
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp");

  private PortBindings() {}

  /// A container's port as its key writes it.
  record Exposed(int port, String protocol) {
    static Exposed parse(String key) {
      int slash = key.indexOf('/');
      String protocol = slash < 0 ? "tcp" : key.substring(slash + 1);
      if (!PROTOCOLS.contains(protocol)) {
        throw invalid(key, "use the protocol tcp or udp");
      }
      return new Exposed(number(slash < 0 ? key : key.substring(0, slash), key), protocol);
    }

    String key() {
      return port + "/" + protocol;
    }
  }

  static List<PortSpec> specs(ContainerCreate config, HostConfig host) {
    List<PortSpec> specs = new ArrayList<>();
    Map<String, List<PortBinding>> bindings = Given.map(host.portBindings());
    bindings.forEach(
        (key, list) -> {
          Exposed exposed = Exposed.parse(key);
          for (PortBinding binding : Given.list(list)) {
            specs.add(spec(exposed, binding));
          }
        });
    if (Given.flag(host.publishAllPorts())) {
      for (String key : Given.map(config.exposedPorts()).keySet()) {
        Exposed exposed = Exposed.parse(key);
        if (!bindings.containsKey(exposed.key())) {
          specs.add(new PortSpec("", 0, 0, exposed.port(), exposed.protocol()));
        }
      }
    }
    return List.copyOf(specs);
  }

  private static PortSpec spec(Exposed exposed, PortBinding binding) {
    String text = Given.text(binding.hostPort());
    int dash = text.indexOf('-');
    int from = text.isEmpty() ? 0 : number(dash < 0 ? text : text.substring(0, dash), text);
    int to = dash < 0 ? from : number(text.substring(dash + 1), text);
    if (to < from) {
      throw invalid(text, "write the smaller port first");
    }
    String address = Given.text(binding.hostIp());
    return new PortSpec(
        address.equals("0.0.0.0") ? "" : address, from, to, exposed.port(), exposed.protocol());
  }

  private static int number(String text, String whole) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= LARGEST) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw invalid(whole, "ports are numbers from 0 to 65535");
    }
    throw invalid(whole, "ports are numbers from 0 to 65535");
  }

  private static InvalidInput invalid(String port, String fix) {
    return new InvalidInput("invalid port \"" + port + "\"", new Resource("port", port), fix);
  }
}
