package io.davit.cli.engine;

import io.davit.api.ErrorBody;
import java.util.Optional;

/// The engine understood a request and said no: its error body (docs/api.md), for the user.
public final class EngineRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient ErrorBody body;
  private final int exitCode;

  /// @param status of HTTP; 0 when the error came inside a stream
  public EngineRefused(int status, ErrorBody body) {
    this(status, body, 1);
  }

  private EngineRefused(int status, ErrorBody body, int exitCode) {
    super(body.message());
    this.status = status;
    this.body = body;
    this.exitCode = exitCode;
  }

  /// Reads the body of an answer, or the `Error` of a progress line.
  public static EngineRefused of(int status, Fields error) {
    return new EngineRefused(
        status,
        new ErrorBody(
            error.text("message"),
            error.text("where"),
            error.text("fix"),
            error.text("kind"),
            (int) error.number("exitCode")));
  }

  public int status() {
    return status;
  }

  /// Whether the engine had begun when it failed.
  public boolean inStream() {
    return status == 0;
  }

  /// What the command line ends with.
  public int exitCode() {
    return exitCode;
  }

  /// The same, ending as a shell does whose command cannot be executed: with 127 or 126.
  public EngineRefused endingAsShell() {
    Integer code = body.exitCode();
    return code == null || code == 0 ? this : new EngineRefused(status, body, code);
  }

  public String what() {
    return body.message();
  }

  public Optional<String> fix() {
    String fix = body.fix();
    return fix == null || fix.isEmpty() ? Optional.empty() : Optional.of(fix);
  }
}
