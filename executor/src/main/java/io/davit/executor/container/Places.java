package io.davit.executor.container;

import java.nio.file.Path;

/// Where the files of containers lie. Every path is a function of the container's id.
///
/// @param state `<root>/containers`: outlives a boot
/// @param run `<run>/runs`: ends with the boot
/// @param base `<root>/base`: the [BaseLayer]
record Places(Path state, Path run, Path base) {
  /// What it has on disk: its record, its writable layer, its log.
  Path state(String id) {
    return state.resolve(id);
  }

  Path logs(String id) {
    return state(id).resolve("logs");
  }

  /// The writable layer above the n-th stack of an image.
  Path upper(String id, int stack) {
    return state(id).resolve("upper-" + stack);
  }

  Path work(String id, int stack) {
    return state(id).resolve("work-" + stack);
  }

  /// What the engine writes for one run of it.
  Path run(String id) {
    return run.resolve(id);
  }

  Path hosts(String id) {
    return run(id).resolve("hosts");
  }

  Path hostname(String id) {
    return run(id).resolve("hostname");
  }

  Path resolvConf(String id) {
    return run(id).resolve("resolv.conf");
  }

  Path files(String id) {
    return run(id).resolve("files");
  }

  Path file(String id, int number) {
    return files(id).resolve(Integer.toString(number));
  }
}
