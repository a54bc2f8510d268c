package io.davit.executor.server;

import io.davit.api.ContainerCreate.EndpointSettings;
import io.davit.api.ContainerInspect;
import io.davit.api.NetworkConnect;
import io.davit.api.NetworkCreate;
import io.davit.api.NetworkInspect;
import io.davit.executor.container.Containers.NetworkConfig;
import io.davit.executor.container.Containers.NetworkRecord;
import io.davit.executor.container.EngineContainers;
import io.davit.executor.server.EngineServer.Routes;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/networks`.
public final class NetworkRoutes implements Routes {
  private static final Set<String> FILTERS =
      Set.of("name", "id", "label", "driver", "scope", "type", "dangling");
  private static final Set<String> PREDEFINED = Set.of("bridge", "host", "none");

  private final EngineContainers containers;

  public NetworkRoutes(EngineContainers containers) {
    this.containers = containers;
  }

  @Override
  public void addTo(Router router) {
    router.get("/networks", this::list);
    router.post("/networks/create", this::create);
    router.post("/networks/prune", this::prune);
    router.get("/networks/{ref}", this::inspect);
    router.delete("/networks/{ref}", this::remove);
    router.post("/networks/{ref}/connect", this::connect);
    router.post("/networks/{ref}/disconnect", this::disconnect);
  }

  private void list(Exchange exchange) {
    Map<String, List<String>> filters = Filters.parse(exchange.query("filters"));
    Filters.check(filters, FILTERS);
    exchange.answer(
        200,
        containers.networks().stream()
            .filter(network -> wanted(network, filters))
            .map(network -> body(network, Map.of()))
            .toList());
  }

  private boolean wanted(NetworkRecord network, Map<String, List<String>> filters) {
    String name = network.config().name();
    boolean custom = !PREDEFINED.contains(name);
    return Filters.any(filters, "name", name::contains)
        && Filters.any(filters, "id", network.id()::startsWith)
        && Filters.any(filters, "driver", network.config().driver()::equals)
        && Filters.any(filters, "scope", "local"::equals)
        && Filters.any(filters, "type", type -> type.equals(custom ? "custom" : "builtin"))
        && Filters.any(
            filters,
            "dangling",
            value -> custom && containers.connected(network.id()).isEmpty() == isTrue(value))
        && Filters.labels(filters, network.config().labels());
  }

  private static boolean isTrue(String value) {
    return value.equals("true") || value.equals("1");
  }

  private void create(Exchange exchange) {
    NetworkCreate body = exchange.body(NetworkCreate.class);
    String name = text(body.name());
    if (flag(body.enableIpv6())) {
      throw new Unsupported(
          "networks with IPv6 are not supported",
          new Resource("network", name),
          "leave out enable_ipv6");
    }
    NetworkCreate.Ipam ipam = body.ipam();
    List<NetworkCreate.IpamPool> given = ipam == null ? null : ipam.config();
    List<NetworkCreate.IpamPool> pools = given == null ? List.of() : given;
    if (pools.size() > 1) {
      throw new Unsupported(
          "networks with more than one subnet are not supported",
          new Resource("network", name),
          "give one subnet");
    }
    Optional<NetworkCreate.IpamPool> pool = pools.stream().findFirst();
    NetworkConfig config =
        new NetworkConfig(
            name,
            text(body.driver()),
            flag(body.internal()),
            flag(body.attachable()),
            pool.map(one -> text(one.subnet())).filter(text -> !text.isEmpty()),
            pool.map(one -> text(one.ipRange())).filter(text -> !text.isEmpty()),
            pool.map(one -> text(one.gateway())).filter(text -> !text.isEmpty()),
            map(body.options()),
            map(body.labels()));
    exchange.answer(201, Map.of("Id", containers.createNetwork(config), "Warning", ""));
  }

  private void inspect(Exchange exchange) {
    NetworkRecord network = containers.network(exchange.variable("ref"));
    Map<String, NetworkInspect.Member> members = new LinkedHashMap<>();
    containers
        .connected(network.id())
        .forEach((id, container) -> members.put(id, member(network, container)));
    exchange.answer(200, body(network, members));
  }

  private static NetworkInspect.Member member(NetworkRecord network, ContainerInspect container) {
    EndpointSettings endpoint = container.networkSettings().networks().get(network.config().name());
    if (endpoint == null) {
      return new NetworkInspect.Member(container.name().substring(1), "", "", "", "");
    }
    return new NetworkInspect.Member(
        container.name().substring(1),
        text(endpoint.endpointId()),
        text(endpoint.macAddress()),
        text(endpoint.ipAddress()) + "/" + endpoint.ipPrefixLen(),
        "");
  }

  private static NetworkInspect body(
      NetworkRecord network, Map<String, NetworkInspect.Member> members) {
    NetworkConfig config = network.config();
    List<NetworkCreate.IpamPool> pools =
        network.subnet().isEmpty()
            ? List.of()
            : List.of(
                new NetworkCreate.IpamPool(
                    network.subnet(), config.ipRange().orElse(null), network.gateway()));
    return new NetworkInspect(
        config.name(),
        network.id(),
        network.created(),
        "local",
        config.driver(),
        true,
        false,
        new NetworkCreate.Ipam("default", pools),
        config.internal(),
        config.attachable(),
        false,
        members,
        config.options(),
        config.labels());
  }

  private void remove(Exchange exchange) {
    containers.removeNetwork(exchange.variable("ref"));
    exchange.answer(204);
  }

  private void prune(Exchange exchange) {
    Map<String, List<String>> filters = Filters.parse(exchange.query("filters"));
    Filters.check(filters, Set.of("label"));
    List<String> deleted = new ArrayList<>();
    for (NetworkRecord network : containers.networks()) {
      boolean unused =
          !PREDEFINED.contains(network.config().name())
              && containers.list(true, Map.of("network", List.of(network.id()))).isEmpty();
      if (unused && Filters.labels(filters, network.config().labels())) {
        containers.removeNetwork(network.id());
        deleted.add(network.config().name());
      }
    }
    exchange.answer(200, Map.of("NetworksDeleted", deleted));
  }

  private void connect(Exchange exchange) {
    NetworkConnect body = exchange.body(NetworkConnect.class);
    EndpointSettings settings = body.endpointConfig();
    containers.connect(
        exchange.variable("ref"), container(body), settings == null ? NO_SETTINGS : settings);
    exchange.answer(200);
  }

  private void disconnect(Exchange exchange) {
    NetworkConnect body = exchange.body(NetworkConnect.class);
    containers.disconnect(exchange.variable("ref"), container(body), flag(body.force()));
    exchange.answer(200);
  }

  private static final EndpointSettings NO_SETTINGS =
      new EndpointSettings(null, null, null, null, null, null, null, null, null, null, null, null);

  private static String container(NetworkConnect body) {
    String container = text(body.container());
    if (container.isEmpty()) {
      throw new InvalidInput(
          "no container given", new Resource("parameter", "Container"), "name one");
    }
    return container;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static boolean flag(@Nullable Boolean value) {
    return value != null && value;
  }

  private static Map<String, String> map(@Nullable Map<String, String> value) {
    return value == null ? Map.of() : value;
  }
}
