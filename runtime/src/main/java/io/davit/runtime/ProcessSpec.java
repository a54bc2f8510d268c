package io.davit.runtime;

import java.util.List;

/// A command as it runs inside a container.
///
/// @param arguments the command first; looked up in the container's PATH when it has no slash
/// @param environment `KEY=value`; HOME is added from the user's entry when absent
/// @param workingDirectory absolute, made when it does not exist
/// @param user `name|uid[:group|gid]`, resolved by the files of the container's root; empty is root
/// @param additionalGroups names or numbers
/// @param terminal whether its standard streams are one terminal
/// @param openInput whether its standard input is a pipe that stays open; else /dev/null
/// @param columns of the terminal at the start, 0 where unknown; likewise rows
public record ProcessSpec(
    List<String> arguments,
    List<String> environment,
    String workingDirectory,
    String user,
    List<String> additionalGroups,
    boolean terminal,
    boolean openInput,
    int rows,
    int columns,
    List<Ulimit> ulimits,
    int oomScoreAdj) {
  public ProcessSpec {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
    additionalGroups = List.copyOf(additionalGroups);
    ulimits = List.copyOf(ulimits);
  }

  /// A resource limit, getrlimit(2).
  ///
  /// @param name without `RLIMIT_`, lower case: `nofile`
  /// @param soft -1 is unlimited
  public record Ulimit(String name, long soft, long hard) {}
}
