package io.davit.network;

import io.davit.network.Networks.Endpoint;
import io.davit.network.Networks.Sandbox;
import io.davit.network.PortReservations.Reservation;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// An open sandbox and what the engine holds for it. Changed only under its lock.
final class SandboxState {
  private final ReentrantLock lock = new ReentrantLock();
  private volatile int target;
  private Sandbox sandbox;
  private List<Reservation> reservations;

  SandboxState(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.reservations = List.of();
  }

  ReentrantLock lock() {
    return lock;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  void sandbox(Sandbox changed) {
    sandbox = changed;
  }

  List<Reservation> reservations() {
    return reservations;
  }

  void reservations(List<Reservation> held) {
    reservations = List.copyOf(held);
  }

  /// The address that published ports lead to; 0 while there is none. Read without the lock.
  int target() {
    return target;
  }

  void target(int address) {
    target = address;
  }

  /// The spec with other endpoints.
  static SandboxSpec with(SandboxSpec spec, List<EndpointSpec> endpoints) {
    return new SandboxSpec(
        spec.id(), spec.containerName(), spec.hostname(), endpoints, spec.ports(), spec.dns());
  }

  static Sandbox with(Sandbox sandbox, SandboxSpec spec, List<Endpoint> endpoints) {
    return new Sandbox(spec, sandbox.namespace(), endpoints, sandbox.ports());
  }
}
