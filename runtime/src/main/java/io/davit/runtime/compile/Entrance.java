package io.davit.runtime.compile;

import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.OpenHow;
import io.davit.kernel.process.Pidfd;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.runtime.cgroup.Cgroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The ways into a running container that an exec needs, opened while the host's files are still in
/// sight.
///
/// @param root what the container's first process has as its root. A mount namespace has a root of
///   its own, which is another one when the engine itself was started with chroot(2)
/// @param cgroup its directory, with version 2
/// @param cgroupFiles that a process writes `0` into to join, with version 1
record Entrance(Fd root, Optional<Fd> cgroup, List<Fd> cgroupFiles) {
  /// @throws NotFound when the container has ended
  static Entrance open(Cgroup group, Pidfd first) {
    List<Fd> opened = new ArrayList<>();
    try {
      Fd root = Directory.open(Path.of("/proc/" + first.pid() + "/root")).fd();
      opened.add(root);
      List<Fd> files = new ArrayList<>();
      for (Path file : group.joinFiles()) {
        try (Directory directory = Directory.open(Objects.requireNonNull(file.getParent()))) {
          Fd joining =
              directory.open(file.getFileName().toString(), OpenHow.plain(OpenHow.O_WRONLY));
          opened.add(joining);
          files.add(joining);
        }
      }
      return new Entrance(root, group.directory(), files);
    } catch (ErrnoException e) {
      opened.forEach(Fd::close);
      throw new NotFound(
          "the container has ended",
          Optional.of(new Resource("process", Integer.toString(first.pid()))),
          Optional.of("start it again"),
          e);
    }
  }

  /// For whoever closes them.
  List<Fd> all() {
    List<Fd> all = new ArrayList<>(List.of(root));
    cgroup.ifPresent(all::add);
    all.addAll(cgroupFiles);
    return all;
  }
}
