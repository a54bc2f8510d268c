package io.davit.runtime.user;

import io.davit.runtime.ContainerSpec;
import io.davit.runtime.ProcessSpec;

/// Finds the user of a process in the files of its root.
///
/// Failures: [io.davit.problem.NotFound] for a name that the files do not have, with Docker's
/// words.
public interface UserLookup {
  /// Of a container that does not run yet: its layers hold the files.
  ResolvedUser find(ContainerSpec spec);

  /// Of a process in a running container.
  ///
  /// @param pid of a process in it
  ResolvedUser find(ProcessSpec process, int pid);
}
