package io.davit.model.interpolate;

/// Why a text cannot be interpolated. Checked: the caller knows where the text was written.
public final class TemplateFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;
  private final int length;
  private final String fix;

  /// @param offset in characters from the begin of the text
  TemplateFault(String what, int offset, int length, String fix) {
    super(what, null, false, false);
    this.offset = offset;
    this.length = length;
    this.fix = fix;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  public String fix() {
    return fix;
  }
}
