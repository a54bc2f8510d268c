package io.davit.executor.container;

import io.davit.image.Images;
import io.davit.image.Images.Image;
import io.davit.network.Networks;
import io.davit.network.Networks.Sandbox;
import io.davit.runtime.ContainerRuntime;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What the containers' room stands on: given by who puts the engine together.
///
/// @param root for records, layers, logs and volumes; outlives a boot
/// @param run for what ends with the boot
/// @param bootId of this boot
/// @param random a source that cannot be guessed
public record Outside(
    Path root,
    Path run,
    String bootId,
    ContainerRuntime runtime,
    Networks networks,
    Images images,
    RestartRule restartRule,
    NameFiles nameFiles,
    Seed seed,
    Clock clock,
    RandomGenerator random) {
  /// What a container's name files depend on, besides its network.
  ///
  /// @param extraHosts `name:address`
  /// @param onHost whether it shares the host's network
  public record Naming(
      String hostname,
      String domainname,
      List<String> extraHosts,
      List<String> dns,
      List<String> dnsSearch,
      List<String> dnsOptions,
      boolean onHost) {}

  /// Texts of what a container reads to resolve names.
  public interface NameFiles {
    /// hosts(5)
    String hosts(Naming naming, Optional<Sandbox> sandbox);

    /// resolv.conf(5)
    String resolvConf(Naming naming, Optional<Sandbox> sandbox);
  }

  /// Fills an empty volume with what the image has at its mount point.
  @FunctionalInterface
  public interface Seed {
    void copy(Image image, String source, Path target);
  }
}
