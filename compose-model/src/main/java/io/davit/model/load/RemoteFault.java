package io.davit.model.load;

import io.davit.registry.RegistryFault;

/// Why a file of another machine cannot be had. Checked: the caller knows where it is named.
final class RemoteFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final String fix;

  RemoteFault(String what, String fix) {
    super(what, null, false, false);
    this.fix = fix;
  }

  static RemoteFault of(RegistryFault fault) {
    return new RemoteFault(fault.what(), fault.fix());
  }

  String what() {
    return String.valueOf(getMessage());
  }

  String fix() {
    return fix;
  }
}
