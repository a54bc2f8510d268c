package io.davit.runtime.supervise;

import io.davit.kernel.Fd;
import io.davit.kernel.program.Program;
import java.util.List;

/// A program and the descriptors that its process starts with. Closed once the program was spawned.
///
/// @param passed the first one becomes descriptor [KeeperRows#FIRST_PASSED], and so on
/// @param temporary those among them that were opened for this launch alone; the others stay their
///   owner's
public record Launch(Program program, List<Fd> passed, List<Fd> temporary)
    implements AutoCloseable {
  public Launch {
    passed = List.copyOf(passed);
    temporary = List.copyOf(temporary);
  }

  /// Of descriptors that have other owners.
  public Launch(Program program, List<Fd> passed) {
    this(program, passed, List.of());
  }

  /// The same, with descriptors to close.
  public Launch closing(List<Fd> descriptors) {
    return new Launch(program, passed, descriptors);
  }

  @Override
  public void close() {
    temporary.forEach(Fd::close);
  }
}
