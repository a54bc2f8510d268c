package io.davit.kernel.program;

/// Where a program goes on after a row, when the row's result meets a condition.
public record Jump(Condition condition, Label target) {
  /// What a result, as a signed number, is asked for.
  public enum Condition {
    ALWAYS(1),
    ZERO(2),
    NOT_ZERO(3),
    NEGATIVE(4);

    private final int code;

    Condition(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }
}
