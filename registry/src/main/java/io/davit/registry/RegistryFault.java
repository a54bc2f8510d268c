package io.davit.registry;

/// Why something of a registry cannot be had. Checked: the caller knows for what it was wanted, and
/// where that is written.
public final class RegistryFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final String fix;

  public RegistryFault(String what, String fix) {
    super(what, null, false, false);
    this.fix = fix;
  }

  public String what() {
    return String.valueOf(getMessage());
  }

  public String fix() {
    return fix;
  }
}
