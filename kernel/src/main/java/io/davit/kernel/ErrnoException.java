package io.davit.kernel;

/// A system call failed. Checked: whoever calls the kernel knows the intent, and turns this into a
/// [io.davit.problem.Failure] that names it. Never passed on above runtime, network-manager and
/// image-store.
public final class ErrnoException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final int errno;

  /// @param call the kernel's name, `openat2`
  /// @param errno positive
  /// @param arguments for a person, `/etc/passwd below /srv/root`; empty when there is nothing to
  ///   say
  public ErrnoException(String call, int errno, String arguments) {
    super(
        call
            + (arguments.isEmpty() ? "" : " " + arguments)
            + ": "
            + Errno.symbol(errno)
            + " ("
            + Errno.text(errno)
            + ")");
    this.call = call;
    this.errno = errno;
  }

  public String call() {
    return call;
  }

  public int errno() {
    return errno;
  }

  public boolean is(Errno expected) {
    return errno == expected.number();
  }

  /// The place, for a failure's text.
  public io.davit.problem.SystemCall where() {
    return new io.davit.problem.SystemCall(call, Errno.symbol(errno));
  }
}
