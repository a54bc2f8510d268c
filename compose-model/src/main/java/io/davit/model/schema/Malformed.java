package io.davit.model.schema;

/// A text that does not follow its grammar. The caller knows where it was written.
public final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String predicate;
  private final String fix;

  /// @param predicate follows the name of the attribute: `must be a size, not "5x"`
  public Malformed(String predicate, String fix) {
    super(predicate, null, false, false);
    this.predicate = predicate;
    this.fix = fix;
  }

  public String predicate() {
    return predicate;
  }

  public String fix() {
    return fix;
  }
}
