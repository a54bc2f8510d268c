package io.davit.network;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.netlink.Request;
import io.davit.kernel.nftables.NftWatch;
import io.davit.network.HostRules.Publication;
import io.davit.network.Networks.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Our rules on the host, kept in step with the networks and the published ports. Should somebody
/// flush them, as a firewall does that is reloaded, they are put back at once. Safe for concurrent
/// use.
final class HostFirewall implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HostFirewall.class.getName());
  private final Host host;
  private final Names names;
  private final HostRules rules;
  private final ForwardAccept accept;
  private final Map<String, Network> networks = new LinkedHashMap<>();
  private Optional<NftWatch> watch = Optional.empty();
  private final Map<Networks.PublishedPort, Publication> publications = new LinkedHashMap<>();

  HostFirewall(Host host, Names names) {
    this.host = host;
    this.names = names;
    this.rules = new HostRules(names.table());
    this.accept = new ForwardAccept(host, names);
  }

  synchronized void add(Network network) throws ErrnoException, IOException {
    boolean first = networks.isEmpty();
    networks.put(network.spec().id(), network);
    try {
      if (first) {
        watch();
        rebuild();
      } else {
        change(rules.add(network));
      }
      accept.ensure();
    } catch (ErrnoException | IOException | RuntimeException e) {
      try {
        remove(network);
      } catch (ErrnoException | IOException | RuntimeException cleanup) {
        e.addSuppressed(cleanup);
      }
      throw e;
    }
  }

  /// With the last network all rules go.
  synchronized void remove(Network network) throws ErrnoException, IOException {
    if (networks.remove(network.spec().id()) == null) {
      return;
    }
    if (networks.isEmpty()) {
      clear();
    } else {
      change(rules.remove(network));
    }
  }

  /// Publishes ports in one step; one that is published already leads to its new target.
  synchronized void publish(List<Publication> added) throws ErrnoException, IOException {
    if (added.isEmpty()) {
      return;
    }
    List<Publication> replaced =
        added.stream()
            .map(Publication::port)
            .filter(publications::containsKey)
            .map(publications::get)
            .toList();
    List<Request> messages = new ArrayList<>(rules.withdraw(replaced));
    messages.addAll(rules.publish(added));
    added.forEach(publication -> publications.put(publication.port(), publication));
    change(messages);
    host.forgetDatagramFlows(added.stream().map(Publication::port).toList());
    // Docker may have been started since the network was made.
    accept.ensure();
  }

  /// Safe to call twice.
  synchronized void withdraw(List<Networks.PublishedPort> ports)
      throws ErrnoException, IOException {
    List<Publication> removed = new ArrayList<>();
    for (Networks.PublishedPort port : ports) {
      Publication publication = publications.remove(port);
      if (publication != null) {
        removed.add(publication);
      }
    }
    if (!removed.isEmpty()) {
      change(rules.withdraw(removed));
    }
  }

  /// Takes over what an earlier engine left: everything anew, in one step.
  synchronized void restore(List<Network> restored, List<Publication> published)
      throws ErrnoException, IOException {
    restored.forEach(network -> networks.put(network.spec().id(), network));
    published.forEach(publication -> publications.put(publication.port(), publication));
    if (networks.isEmpty()) {
      if (tableExists()) {
        clear();
      }
    } else {
      watch();
      rebuild();
      accept.ensure();
    }
  }

  private void watch() throws ErrnoException, IOException {
    if (watch.isEmpty()) {
      watch = Optional.of(host.call(() -> NftWatch.open(names.table(), this::mend)));
    }
  }

  /// Rules of ours were deleted: perhaps by ourselves.
  private synchronized void mend() {
    try {
      if (!networks.isEmpty() && host.nft().rules(names.table()) < HostRules.count()) {
        LOG.log(System.Logger.Level.INFO, "somebody deleted the rules of nftables: put back");
        rebuild();
        accept.ensure();
      }
    } catch (ErrnoException | IOException | RuntimeException e) {
      LOG.log(
          System.Logger.Level.ERROR, "rules of nftables are missing, and cannot be put back", e);
    }
  }

  /// Rules stay; nobody looks after them any more. Not under the lock: the watch may wait for it.
  @Override
  public void close() {
    Optional<NftWatch> open;
    synchronized (this) {
      open = watch;
      watch = Optional.empty();
    }
    open.ifPresent(NftWatch::close);
  }

  private void clear() throws ErrnoException, IOException {
    host.nft().commit(rules.remove());
    accept.remove();
  }

  private void rebuild() throws ErrnoException, IOException {
    host.nft()
        .commit(rules.rebuild(List.copyOf(networks.values()), List.copyOf(publications.values())));
  }

  private void change(List<Request> messages) throws ErrnoException, IOException {
    try {
      host.nft().commit(messages);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      // Something that we put there is gone.
      rebuild();
    }
  }

  private boolean tableExists() throws ErrnoException, IOException {
    try {
      return host.nft().chains().stream().anyMatch(chain -> chain.table().equals(names.table()));
    } catch (ErrnoException e) {
      if (e.is(Errno.EPROTONOSUPPORT) || e.is(Errno.EOPNOTSUPP) || e.is(Errno.EINVAL)) {
        return false; // A kernel without nf_tables: nothing can be there.
      }
      throw e;
    }
  }
}
