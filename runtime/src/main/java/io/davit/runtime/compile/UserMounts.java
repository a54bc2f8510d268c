package io.davit.runtime.compile;

import static io.davit.kernel.program.Operand.symbol;
import static io.davit.kernel.program.Operand.value;

import io.davit.kernel.program.Operand;
import io.davit.kernel.program.Slot;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.runtime.MountSpec;
import io.davit.runtime.compile.MountApi.Attribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Mounts that the caller asked for, the outer ones first.
final class UserMounts {
  private static final String PRIVATE = "rprivate";

  private final MountRows mounts;
  private final TargetRows targets;
  private final Predicate<Path> isDirectory;

  UserMounts(MountRows mounts, TargetRows targets, Predicate<Path> isDirectory) {
    this.mounts = mounts;
    this.targets = targets;
    this.isDirectory = isDirectory;
  }

  /// Whether the host's path is a directory, links followed.
  static boolean isDirectory(Path path) {
    return Files.isDirectory(path);
  }

  void mount(List<MountSpec> specs) {
    specs.stream()
        .sorted(Comparator.comparingInt(spec -> depth(spec.target())))
        .forEach(
            spec -> {
              switch (spec) {
                case MountSpec.Bind bind -> bind(bind);
                case MountSpec.Tmpfs tmpfs -> tmpfs(tmpfs);
              }
            });
  }

  private void bind(MountSpec.Bind bind) {
    String purpose = "mount %s on %s".formatted(bind.source(), bind.target());
    Slot copy = mounts.copy(purpose, MountApi.AT_FDCWD, bind.source().toString(), bind.recursive());
    mounts.set(
        purpose,
        copy,
        bind.recursive(),
        bind.readOnly() ? Attribute.of(Attribute.RDONLY) : value(0),
        propagation(bind.propagation().isEmpty() ? PRIVATE : bind.propagation()));
    Slot target =
        isDirectory.test(bind.source())
            ? targets.directory(bind.target())
            : targets.file(bind.target());
    mounts.move(purpose, copy, target);
  }

  private void tmpfs(MountSpec.Tmpfs tmpfs) {
    List<Map.Entry<String, String>> options = new ArrayList<>();
    options.add(Map.entry("mode", Integer.toOctalString(tmpfs.mode())));
    options.add(Map.entry("uid", Integer.toString(tmpfs.uid())));
    options.add(Map.entry("gid", Integer.toString(tmpfs.gid())));
    tmpfs.sizeBytes().ifPresent(size -> options.add(Map.entry("size", Long.toString(size))));
    String purpose = "mount tmpfs on " + tmpfs.target();
    Slot mount = mounts.make("tmpfs", purpose, options, attributes(tmpfs));
    mounts.move(purpose, mount, targets.directory(tmpfs.target()));
  }

  private static Operand attributes(MountSpec.Tmpfs tmpfs) {
    List<Attribute> attributes = new ArrayList<>(List.of(Attribute.NOSUID, Attribute.NODEV));
    if (tmpfs.noExec()) {
      attributes.add(Attribute.NOEXEC);
    }
    if (tmpfs.readOnly()) {
      attributes.add(Attribute.RDONLY);
    }
    return Attribute.of(attributes.toArray(Attribute[]::new));
  }

  private static Operand propagation(String name) {
    return switch (name) {
      case "private", PRIVATE -> symbol("MS_PRIVATE", 1L << 18);
      case "slave", "rslave" -> symbol("MS_SLAVE", 1L << 19);
      case "shared", "rshared" -> symbol("MS_SHARED", 1L << 20);
      default ->
          throw new InvalidInput(
              "propagation \"" + name + "\" is unknown",
              new Resource("mount", name),
              "use private, rprivate, shared, rshared, slave or rslave");
    };
  }

  private static int depth(String target) {
    return TargetRows.relative(target).split("/", -1).length;
  }
}
