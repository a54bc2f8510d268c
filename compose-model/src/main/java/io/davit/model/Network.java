package io.davit.model;

import io.davit.problem.SourceSpan;
import java.util.List;
import java.util.Map;

/// A network as declared (compose-spec 06-networks.md).
///
/// @param name as the engine knows it: `<project>_<key>` unless declared
/// @param external not ours to make or remove
public record Network(
    String key,
    String name,
    String driver,
    Map<String, String> driverOptions,
    List<Pool> pools,
    boolean internal,
    boolean attachable,
    boolean external,
    Map<String, String> labels,
    SourceSpan source) {
  public Network {
    driverOptions = Project.ordered(driverOptions);
    pools = List.copyOf(pools);
    labels = Project.ordered(labels);
  }

  /// An ipam pool; empty strings where nothing was declared.
  public record Pool(String subnet, String ipRange, String gateway) {}
}
