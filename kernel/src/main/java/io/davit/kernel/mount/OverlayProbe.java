package io.davit.kernel.mount;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.Syscall;
import io.davit.kernel.SystemCall;
import java.lang.foreign.Arena;

/// Asks the kernel about overlayfs, without mounting anything.
public final class OverlayProbe {
  private static final long FSOPEN_CLOEXEC = 1;
  private static final long FSCONFIG_SET_STRING = 1;

  private OverlayProbe() {}

  /// Whether layers can be appended one by one (`lowerdir+`, Linux 6.7): there is no limit to their
  /// number then but overlayfs's own of 500.
  ///
  /// An older overlayfs takes any word at this point and refuses it when it is mounted: that one is
  /// known by its taking nonsense.
  ///
  /// @throws ErrnoException ENODEV when there is no overlayfs; EPERM without CAP_SYS_ADMIN
  public static boolean appendsLayers() throws ErrnoException {
    return takes("lowerdir+") && !takes("no such option");
  }

  private static boolean takes(String option) throws ErrnoException {
    try (Arena arena = Arena.ofConfined();
        Fd context =
            new Fd(
                Syscall.invoke(
                    "overlay",
                    SystemCall.FSOPEN,
                    arena.allocateFrom("overlay").address(),
                    FSOPEN_CLOEXEC))) {
      return Syscall.tryInvoke(
              SystemCall.FSCONFIG,
              context.number(),
              FSCONFIG_SET_STRING,
              arena.allocateFrom(option).address(),
              arena.allocateFrom("/").address(),
              0)
          >= 0;
    }
  }
}
