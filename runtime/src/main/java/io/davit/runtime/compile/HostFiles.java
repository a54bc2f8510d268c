package io.davit.runtime.compile;

import io.davit.runtime.DeviceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the compiler asks of the host's files while it compiles.
interface HostFiles {
  /// Whether a path is a directory, links followed.
  boolean isDirectory(Path path);

  /// The devices that a spec means.
  ///
  /// @throws io.davit.problem.NotFound when there are none
  List<DeviceNode> devices(DeviceSpec spec);

  /// Those of a privileged container.
  List<DeviceNode> allDevices();

  /// This machine's.
  HostFiles REAL =
      new HostFiles() {
        @Override
        public boolean isDirectory(Path path) {
          return Files.isDirectory(path);
        }

        @Override
        public List<DeviceNode> devices(DeviceSpec spec) {
          return DeviceNode.of(spec);
        }

        @Override
        public List<DeviceNode> allDevices() {
          return DeviceNode.all();
        }
      };
}
