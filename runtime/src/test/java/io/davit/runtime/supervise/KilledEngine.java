package io.davit.runtime.supervise;

import io.davit.runtime.ContainerRuntime.Recovered;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// An engine as a process of its own, to be killed: starts container 1 or finds it again, and reads
/// its output.
final class KilledEngine {
  private KilledEngine() {}

  /// @param arguments directory, cgroup parent, script
  public static void main(String[] arguments) throws Exception {
    Box box = new Box(Path.of(arguments[0]), arguments[1]);
    if (box.runtime().recover(Box.id(1)) instanceof Recovered.Unknown) {
      box.runtime().start(box.shell(1, arguments[2]), new Box.Recorder());
    }
    System.out.println("ready");
    System.out.flush();
    while (true) {
      LockSupport.park();
    }
  }
}
