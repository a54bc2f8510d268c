package io.davit.executor.fake;

import io.davit.network.EndpointSpec;
import io.davit.network.NetworkSpec;
import io.davit.network.Networks;
import io.davit.network.SandboxSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Networks without a kernel: addresses are counted up.
public final class FakeNetworks implements Networks {
  private final Map<String, Network> networks = new LinkedHashMap<>();
  private final Map<String, Sandbox> sandboxes = new LinkedHashMap<>();
  private int lastSubnet;
  private int lastAddress = 1;
  private Optional<RuntimeException> refusal = Optional.empty();

  /// Every opening of a sandbox fails so from now on.
  public synchronized void refuse(RuntimeException failure) {
    refusal = Optional.of(failure);
  }

  public synchronized List<String> open() {
    return List.copyOf(sandboxes.keySet());
  }

  public synchronized List<String> made() {
    return networks.values().stream().map(network -> network.spec().name()).toList();
  }

  @Override
  public synchronized Network create(NetworkSpec spec) {
    lastSubnet++;
    Network network =
        new Network(
            spec,
            "br" + lastSubnet,
            spec.subnet().orElse("10.0." + lastSubnet + ".0/24"),
            spec.gateway().orElse("10.0." + lastSubnet + ".1"));
    networks.put(spec.id(), network);
    return network;
  }

  @Override
  public synchronized void remove(String networkId, Runnable meanwhile) {
    networks.remove(networkId);
    meanwhile.run();
  }

  @Override
  public synchronized Sandbox open(SandboxSpec spec) {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    List<PublishedPort> ports =
        spec.ports().stream()
            .map(
                port ->
                    new PublishedPort(
                        port.hostAddress().isEmpty() ? "0.0.0.0" : port.hostAddress(),
                        port.hostPortFrom() == 0 ? 49_152 : port.hostPortFrom(),
                        port.containerPort(),
                        port.protocol()))
            .toList();
    List<Endpoint> endpoints = spec.endpoints().stream().map(this::endpoint).toList();
    Sandbox sandbox = new Sandbox(spec, Path.of("/run/netns", spec.id()), endpoints, ports);
    sandboxes.put(spec.id(), sandbox);
    return sandbox;
  }

  private Endpoint endpoint(EndpointSpec spec) {
    Network network = Objects.requireNonNull(networks.get(spec.networkId()));
    lastAddress++;
    return new Endpoint(
        "e".repeat(60) + "%04d".formatted(lastAddress),
        spec.networkId(),
        "eth0",
        spec.address().orElse(network.gateway().replaceAll("1$", "") + lastAddress),
        24,
        network.gateway(),
        "02:42:00:00:00:%02x".formatted(lastAddress));
  }

  @Override
  public synchronized Sandbox connect(String sandboxId, EndpointSpec endpoint) {
    Sandbox before = Objects.requireNonNull(sandboxes.get(sandboxId));
    List<Endpoint> endpoints = new ArrayList<>(before.endpoints());
    endpoints.add(endpoint(endpoint));
    Sandbox after = new Sandbox(before.spec(), before.namespace(), endpoints, before.ports());
    sandboxes.put(sandboxId, after);
    return after;
  }

  @Override
  public synchronized Sandbox disconnect(String sandboxId, String networkId) {
    Sandbox before = Objects.requireNonNull(sandboxes.get(sandboxId));
    List<Endpoint> endpoints =
        before.endpoints().stream()
            .filter(endpoint -> !endpoint.networkId().equals(networkId))
            .toList();
    Sandbox after = new Sandbox(before.spec(), before.namespace(), endpoints, before.ports());
    sandboxes.put(sandboxId, after);
    return after;
  }

  @Override
  public synchronized void close(String sandboxId) {
    sandboxes.remove(sandboxId);
  }

  @Override
  public synchronized List<Sandbox> restore(
      Collection<Network> restored, Collection<Sandbox> wanted) {
    restored.forEach(network -> networks.put(network.spec().id(), network));
    wanted.forEach(sandbox -> sandboxes.put(sandbox.spec().id(), sandbox));
    sandboxes.keySet().retainAll(wanted.stream().map(sandbox -> sandbox.spec().id()).toList());
    return List.copyOf(wanted);
  }

  @Override
  public void close() {}
}
