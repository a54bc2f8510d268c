package io.davit.runtime.compile;

import io.davit.runtime.ProcessSpec;
import io.davit.runtime.user.ResolvedUser;
import java.util.ArrayList;
import java.util.List;

/// The variables of a process: those given, and HOME from the user's entry.
final class Environment {
  private Environment() {}

  static List<String> of(ProcessSpec process, ResolvedUser user) {
    List<String> environment = new ArrayList<>(process.environment());
    if (environment.stream().noneMatch(entry -> entry.startsWith("HOME="))) {
      environment.add("HOME=" + user.home());
    }
    return environment;
  }
}
