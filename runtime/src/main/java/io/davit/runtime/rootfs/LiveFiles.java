package io.davit.runtime.rootfs;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.Fd;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.OpenHow;
import java.nio.file.Path;
import java.util.Optional;

/// The root as a running process sees it (proc_pid_root(5)). The process may do what it likes to
/// its files meanwhile: the kernel keeps every look-up inside the root, and nothing is opened that
/// could block.
///
/// @param pid as this process's pid namespace has it
public record LiveFiles(int pid) implements RootFiles {
  @Override
  public Optional<byte[]> read(String path) {
    try (Directory root = Directory.open(Path.of("/proc/" + pid + "/root"));
        Fd file = root.open(path, OpenHow.inRoot(OpenHow.O_RDONLY | OpenHow.O_NONBLOCK))) {
      return OpenedFile.content(file, path);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP) || e.is(Errno.ENXIO)) {
        return Optional.empty();
      }
      throw OpenedFile.failed(path, e.getMessage(), e);
    }
  }
}
