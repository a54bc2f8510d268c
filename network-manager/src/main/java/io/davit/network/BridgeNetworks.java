package io.davit.network;

import io.davit.kernel.ErrnoException;
import io.davit.network.HostRules.Publication;
import io.davit.network.PortReservations.Reservation;
import io.davit.network.SandboxLinks.Inside;
import io.davit.network.dns.NameServer;
import io.davit.network.dns.NameTable;
import io.davit.network.dns.Upstream;
import io.davit.problem.Conflict;
import io.davit.problem.Failure;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Networks that are bridges of the host, straight over netlink.
///
/// [LiveNetworks] keeps the networks, one change at a time; sandboxes are opened and closed side by
/// side, each under its own lock. What the kernel holds is named after ids ([Names]), so nothing
/// but the records of the caller is needed to find it again.
public final class BridgeNetworks implements Networks {
  private static final System.Logger LOG = System.getLogger(BridgeNetworks.class.getName());

  private final Names names;
  private final Host host;
  private final LinkRemoval removal;
  private final SandboxLinks links;
  private final HostFirewall firewall;
  private final PortReservations ports;
  private final LiveNetworks networks;
  private final Layout layout;
  private final NameTable nameTable = new NameTable();
  private final NameServer nameServer;
  private final Map<String, SandboxState> sandboxes = new ConcurrentHashMap<>();

  public BridgeNetworks(BridgeSettings settings) {
    this.names = new Names(settings.instance());
    this.host = new Host(settings.host());
    this.removal = new LinkRemoval(host, settings.instance());
    this.links = new SandboxLinks(host, names, removal, settings.run().resolve("netns"));
    this.firewall = new HostFirewall(host, names);
    this.ports = new PortReservations(host);
    this.networks =
        new LiveNetworks(
            host,
            names,
            new Subnets(settings.pools()),
            new Bridges(host, names, removal),
            firewall,
            nameTable);
    this.layout = new Layout(networks);
    this.nameServer =
        new NameServer(
                nameTable,
                new Upstream(settings.resolvConf(), settings.clock()),
                host,
                settings.random(),
                settings.clock())
            .start();
  }

  @Override
  public Network create(NetworkSpec spec) {
    return networks.create(spec);
  }

  @Override
  public void remove(String networkId, Runnable meanwhile) {
    networks.remove(networkId, meanwhile);
  }

  @Override
  public Sandbox open(SandboxSpec spec) {
    SandboxState state =
        new SandboxState(new Sandbox(spec, links.pin(spec.id()), List.of(), List.of()));
    state.lock().lock();
    try {
      if (sandboxes.putIfAbsent(spec.id(), state) != null) {
        throw new Conflict(
            "the network of container \"%s\" is open already".formatted(spec.containerName()),
            new Resource("container", spec.containerName()),
            "close it first");
      }
      Undo undo = new Undo();
      undo.add(() -> sandboxes.remove(spec.id()));
      try {
        build(spec, state, undo);
        return state.sandbox();
      } catch (RuntimeException e) {
        undo.run(e);
        throw e;
      }
    } finally {
      state.lock().unlock();
    }
  }

  private void build(SandboxSpec spec, SandboxState state, Undo undo) {
    String intent = "connecting container \"%s\"".formatted(spec.containerName());
    List<Endpoint> endpoints = new ArrayList<>();
    for (EndpointSpec endpoint : spec.endpoints()) {
      endpoints.add(plan(spec, endpoint, endpoints, undo));
    }
    Optional<Endpoint> outward = layout.outward(spec.endpoints(), endpoints);
    outward.ifPresent(endpoint -> state.target(Layout.address(endpoint)));
    List<Reservation> reserved =
        outward.isEmpty()
            ? List.of()
            : ports.reserve(spec.containerName(), spec.ports(), state::target);
    undo.add(() -> reserved.forEach(Reservation::close));
    state.reservations(reserved);
    state.sandbox(
        new Sandbox(
            spec,
            links.pin(spec.id()),
            endpoints,
            reserved.stream().map(Reservation::port).toList()));
    undo.add(() -> Refusal.perform(intent, () -> links.remove(spec.id())));
    undo.add(() -> nameServer.stop(spec.id()));
    for (Endpoint endpoint : endpoints) {
      undo.add(() -> Refusal.perform(intent, () -> links.detach(endpoint.endpointId())));
    }
    Refusal.perform(
        intent,
        () -> {
          try (Inside inside = links.create(spec.id(), !endpoints.isEmpty())) {
            inside
                .sockets()
                .ifPresent(s -> nameServer.serve(spec.id(), s, layout.view(state.sandbox())));
            for (Endpoint endpoint : endpoints) {
              boolean leads = outward.equals(Optional.of(endpoint));
              links.attach(spec.id(), inside, layout.attachment(endpoint), leads);
            }
          }
        });
    undo.add(() -> Refusal.perform(intent, () -> firewall.withdraw(state.sandbox().ports())));
    Refusal.perform(
        intent, () -> firewall.publish(Layout.publications(state.sandbox(), state.target())));
    undo.add(() -> forget(state.sandbox()));
    register(state.sandbox());
  }

  @Override
  public Sandbox connect(String sandboxId, EndpointSpec spec) {
    SandboxState state = sandbox(sandboxId);
    state.lock().lock();
    try {
      Sandbox before = state.sandbox();
      if (endpoint(before, spec.networkId()).isPresent()) {
        throw new Conflict(
            "container \"%s\" is connected to network \"%s\" already"
                .formatted(
                    before.spec().containerName(),
                    networks.get(spec.networkId()).network().spec().name()),
            new Resource("container", before.spec().containerName()),
            "disconnect it first");
      }
      Undo undo = new Undo();
      try {
        Endpoint endpoint = plan(before.spec(), spec, before.endpoints(), undo);
        SandboxSpec changed =
            SandboxState.with(before.spec(), append(before.spec().endpoints(), spec));
        Sandbox connected =
            SandboxState.with(before, changed, append(before.endpoints(), endpoint));
        Sandbox after = withPorts(state, connected, undo);
        String intent = "connecting container \"%s\"".formatted(changed.containerName());
        undo.add(() -> Refusal.perform(intent, () -> links.detach(endpoint.endpointId())));
        Refusal.perform(
            intent,
            () -> {
              boolean first = !nameServer.serves(sandboxId);
              try (Inside inside = links.enter(sandboxId, first)) {
                inside.sockets().ifPresent(s -> nameServer.serve(sandboxId, s, layout.view(after)));
                links.attach(sandboxId, inside, layout.attachment(endpoint), false);
                turnOutward(state, after, inside);
              }
            });
        state.sandbox(after);
        register(after);
        return after;
      } catch (RuntimeException e) {
        undo.run(e);
        throw e;
      }
    } finally {
      state.lock().unlock();
    }
  }

  /// Reserves the ports of a sandbox that so far had no way out.
  private Sandbox withPorts(SandboxState state, Sandbox sandbox, Undo undo) {
    SandboxSpec spec = sandbox.spec();
    boolean now =
        state.reservations().isEmpty()
            && layout.outward(spec.endpoints(), sandbox.endpoints()).isPresent();
    if (!now || spec.ports().isEmpty()) {
      return sandbox;
    }
    List<Reservation> reserved = ports.reserve(spec.containerName(), spec.ports(), state::target);
    undo.add(() -> state.reservations(List.of()));
    undo.add(() -> reserved.forEach(Reservation::close));
    state.reservations(reserved);
    return new Sandbox(
        spec,
        sandbox.namespace(),
        sandbox.endpoints(),
        reserved.stream().map(Reservation::port).toList());
  }

  @Override
  public Sandbox disconnect(String sandboxId, String networkId) {
    SandboxState state = sandbox(sandboxId);
    state.lock().lock();
    try {
      Sandbox before = state.sandbox();
      Optional<Endpoint> gone = endpoint(before, networkId);
      if (gone.isEmpty()) {
        return before;
      }
      Sandbox after =
          SandboxState.with(
              before,
              SandboxState.with(
                  before.spec(),
                  before.spec().endpoints().stream()
                      .filter(spec -> !spec.networkId().equals(networkId))
                      .toList()),
              before.endpoints().stream().filter(one -> !one.equals(gone.get())).toList());
      nameTable.remove(networkId, Layout.address(gone.get()));
      Refusal.perform(
          "disconnecting container \"%s\"".formatted(before.spec().containerName()),
          () -> {
            links.detach(gone.get().endpointId());
            try (Inside inside = links.enter(sandboxId, false)) {
              turnOutward(state, after, inside);
            }
          });
      release(gone.get());
      state.sandbox(after);
      register(after);
      return after;
    } finally {
      state.lock().unlock();
    }
  }

  /// Leads the default route and the published ports by the right endpoint, after a change.
  private void turnOutward(SandboxState state, Sandbox after, Inside inside)
      throws ErrnoException, IOException {
    Optional<Endpoint> outward = layout.outward(after.spec().endpoints(), after.endpoints());
    int target = outward.map(Layout::address).orElse(0);
    if (target == state.target()) {
      return;
    }
    state.target(target);
    if (outward.isPresent()) {
      SandboxLinks.routeBy(inside, outward.get());
      firewall.publish(Layout.publications(after, target));
    } else {
      firewall.withdraw(state.sandbox().ports());
    }
  }

  @Override
  public void close(String sandboxId) {
    SandboxState state = sandboxes.get(sandboxId);
    if (state == null) {
      return;
    }
    state.lock().lock();
    try {
      if (!sandboxes.remove(sandboxId, state)) {
        return;
      }
      Sandbox sandbox = state.sandbox();
      String intent = "disconnecting container \"%s\"".formatted(sandbox.spec().containerName());
      Undo all = new Undo();
      all.add(() -> Refusal.perform(intent, () -> links.remove(sandboxId)));
      sandbox.endpoints().forEach(endpoint -> all.add(() -> leave(endpoint)));
      all.add(() -> nameServer.stop(sandboxId));
      all.add(() -> state.reservations().forEach(Reservation::close));
      all.add(() -> Refusal.perform(intent, () -> firewall.withdraw(sandbox.ports())));
      all.add(() -> forget(sandbox));
      all.runAll();
    } finally {
      state.lock().unlock();
    }
  }

  @Override
  public List<Sandbox> restore(Collection<Network> restored, Collection<Sandbox> opened) {
    Refusal.perform("removing links of an earlier engine", removal::finishEarlier);
    restored.forEach(networks::restore);
    List<SandboxState> standing = new ArrayList<>();
    for (Sandbox sandbox : opened) {
      restore(sandbox).ifPresent(standing::add);
    }
    List<Publication> published =
        standing.stream()
            .flatMap(state -> Layout.publications(state.sandbox(), state.target()).stream())
            .toList();
    Refusal.perform("restoring rules", () -> firewall.restore(List.copyOf(restored), published));
    Refusal.perform("removing what nobody owns", () -> sweep(standing));
    return standing.stream().map(SandboxState::sandbox).toList();
  }

  /// Empty when the namespace is gone, or cannot be taken up: the others must not suffer for it.
  private Optional<SandboxState> restore(Sandbox sandbox) {
    String name = sandbox.spec().containerName();
    Undo undo = new Undo();
    try {
      return Refusal.guard("looking for container " + name, () -> links.stands(id(sandbox)))
          ? Optional.of(takeUp(sandbox, undo))
          : Optional.empty();
    } catch (Failure e) {
      undo.run(e);
      LOG.log(System.Logger.Level.ERROR, "container \"" + name + "\" lost its network", e);
      return Optional.empty();
    }
  }

  private SandboxState takeUp(Sandbox sandbox, Undo undo) {
    SandboxState state = new SandboxState(sandbox);
    SandboxSpec spec = sandbox.spec();
    sandboxes.put(spec.id(), state);
    undo.add(() -> sandboxes.remove(spec.id()));
    for (Endpoint endpoint : sandbox.endpoints()) {
      networks.get(endpoint.networkId()).hold(spec.containerName(), Layout.address(endpoint));
      undo.add(() -> release(endpoint));
    }
    Optional<Endpoint> outward = layout.outward(spec.endpoints(), sandbox.endpoints());
    outward.ifPresent(endpoint -> state.target(Layout.address(endpoint)));
    state.reservations(reserveAgain(state));
    undo.add(() -> state.reservations().forEach(Reservation::close));
    undo.add(() -> nameServer.stop(spec.id()));
    Refusal.perform(
        "restoring container \"%s\"".formatted(spec.containerName()),
        () -> {
          try (Inside inside = links.enter(spec.id(), !sandbox.endpoints().isEmpty())) {
            inside.sockets().ifPresent(s -> nameServer.serve(spec.id(), s, layout.view(sandbox)));
            for (Endpoint endpoint : sandbox.endpoints()) {
              links.repair(spec.id(), inside, layout.attachment(endpoint));
            }
            if (outward.isPresent()) {
              SandboxLinks.routeBy(inside, outward.get());
            }
          }
        });
    register(sandbox);
    return state;
  }

  /// The ports of a sandbox are led to it by rules that outlived the engine. Should somebody have
  /// bound one of them meanwhile, it still reaches the container: no reason to fail.
  private List<Reservation> reserveAgain(SandboxState state) {
    List<Reservation> reservations = new ArrayList<>();
    for (PublishedPort port : state.sandbox().ports()) {
      SandboxSpec.PortSpec exactly =
          new SandboxSpec.PortSpec(
              port.hostAddress(),
              port.hostPort(),
              port.hostPort(),
              port.containerPort(),
              port.protocol());
      String name = state.sandbox().spec().containerName();
      try {
        reservations.addAll(ports.reserve(name, List.of(exactly), state::target));
      } catch (Conflict | InvalidInput e) {
        LOG.log(System.Logger.Level.WARNING, "container \"" + name + "\": " + e.what());
      }
    }
    return reservations;
  }

  /// Removes what is this instance's and belongs to nothing that was restored.
  private void sweep(List<SandboxState> standing) throws ErrnoException, IOException {
    networks.retain(
        standing.stream()
            .flatMap(state -> state.sandbox().endpoints().stream())
            .map(endpoint -> names.veth(endpoint.endpointId()))
            .toList());
    Set<String> pins = new HashSet<>();
    standing.forEach(state -> pins.add(id(state.sandbox())));
    for (String id : links.pinned()) {
      if (!pins.contains(id)) {
        links.remove(id);
      }
    }
  }

  @Override
  public void close() {
    nameServer.close();
    removal.close();
    sandboxes.values().forEach(state -> state.reservations().forEach(Reservation::close));
    sandboxes.clear();
    firewall.close();
    host.close();
  }

  /// An endpoint with its address taken and its names decided.
  private Endpoint plan(SandboxSpec sandbox, EndpointSpec spec, List<Endpoint> others, Undo undo) {
    NetworkState state = networks.get(spec.networkId());
    int address =
        state
            .take(sandbox.containerName(), spec.address())
            .orElseThrow(() -> LiveNetworks.unknown(spec.networkId()));
    undo.add(() -> state.giveBack(sandbox.containerName(), address));
    String id = Names.endpointId(sandbox.id(), spec.networkId());
    return new Endpoint(
        id,
        spec.networkId(),
        spec.interfaceName().orElseGet(() -> Layout.freeInterface(others)),
        Cidr.text(address),
        state.subnet().prefixLength(),
        state.network().gateway(),
        spec.macAddress().orElseGet(() -> Names.mac(address)));
  }

  /// Makes a sandbox's names resolve, and lets it see those of its networks.
  private void register(Sandbox sandbox) {
    for (Endpoint endpoint : sandbox.endpoints()) {
      List<String> all = Layout.names(sandbox.spec(), endpoint);
      nameTable.add(endpoint.networkId(), Layout.address(endpoint), all);
    }
    nameServer.change(id(sandbox), layout.view(sandbox));
  }

  private void forget(Sandbox sandbox) {
    sandbox
        .endpoints()
        .forEach(endpoint -> nameTable.remove(endpoint.networkId(), Layout.address(endpoint)));
  }

  private void release(Endpoint endpoint) {
    networks.get(endpoint.networkId()).release(Layout.address(endpoint));
  }

  /// Its address is free again once its link is gone: two links must not answer for one address.
  private void leave(Endpoint endpoint) {
    NetworkState network = networks.get(endpoint.networkId());
    int address = Layout.address(endpoint);
    network.leave(address);
    links.beginDetach(endpoint.endpointId(), () -> network.release(address));
  }

  private SandboxState sandbox(String sandboxId) {
    SandboxState state = sandboxes.get(sandboxId);
    if (state == null) {
      throw new NotFound(
          "container \"%s\" has no open network".formatted(sandboxId),
          new Resource("container", sandboxId),
          "start it first");
    }
    return state;
  }

  private static Optional<Endpoint> endpoint(Sandbox sandbox, String networkId) {
    return sandbox.endpoints().stream()
        .filter(endpoint -> endpoint.networkId().equals(networkId))
        .findFirst();
  }

  private static String id(Sandbox sandbox) {
    return sandbox.spec().id();
  }

  private static <T> List<T> append(List<T> list, T last) {
    List<T> all = new ArrayList<>(list);
    all.add(last);
    return all;
  }
}
