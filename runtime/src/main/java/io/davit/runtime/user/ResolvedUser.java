package io.davit.runtime.user;

import java.util.List;

/// A user as the kernel knows it.
///
/// @param groups supplementary ones
/// @param home of the user's entry; `/` without one
public record ResolvedUser(int uid, int gid, List<Integer> groups, String home) {
  public ResolvedUser {
    groups = List.copyOf(groups);
  }
}
