package io.davit.runtime.supervise;

import io.davit.kernel.Fd;
import io.davit.kernel.program.Program;
import java.util.List;

/// A program and the descriptors that its process starts with.
///
/// @param passed the first one becomes descriptor [KeeperRows#FIRST_PASSED], and so on; they stay
///   the caller's, who closes them once the program was spawned
public record Launch(Program program, List<Fd> passed) {
  public Launch {
    passed = List.copyOf(passed);
  }
}
