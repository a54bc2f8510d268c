package io.davit.image.tree;

import io.davit.kernel.Errno;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.Directory;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds paths in stacks of layers, as a process would whose root they are: symbolic links and `..`
/// stay inside.
///
/// @param stacks directories by target, the topmost first; one is at `/`
public record MergedTree(Map<Path, List<Path>> stacks) {
  private static final int MAX_LINKS = 40;
  private static final Path ROOT = Path.of("/");

  public MergedTree {
    stacks = Map.copyOf(stacks);
  }

  /// What a path leads to.
  ///
  /// @param folder that has it; closed with this
  /// @param name in the folder
  public record Place(MergedFolder folder, String name) implements AutoCloseable {
    @Override
    public void close() {
      folder.close();
    }
  }

  /// The directory at a path.
  ///
  /// @return empty when there is none, or it is no directory
  public Optional<MergedFolder> folder(String path) throws ErrnoException {
    try (Walk walk = new Walk(path)) {
      return walk.run() && walk.last.isEmpty() ? Optional.of(walk.take()) : Optional.empty();
    }
  }

  /// The file at a path, links followed.
  ///
  /// @return empty when there is none, or it is a directory
  public Optional<Place> file(String path) throws ErrnoException {
    try (Walk walk = new Walk(path)) {
      boolean found = walk.run() && !walk.last.isEmpty();
      return found ? Optional.of(new Place(walk.take(), walk.last)) : Optional.empty();
    }
  }

  private MergedFolder stack(Path target) throws ErrnoException {
    List<Directory> directories = new ArrayList<>();
    try {
      for (Path directory : stacks.getOrDefault(target, List.of())) {
        directories.add(Directory.open(directory));
      }
    } catch (ErrnoException e) {
      directories.forEach(Directory::close);
      throw e;
    }
    return MergedFolder.of(directories);
  }

  private final class Walk implements AutoCloseable {
    private final Deque<MergedFolder> folders = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();
    private final Deque<String> pending = new ArrayDeque<>();
    private String last = "";
    private int links;

    Walk(String path) throws ErrnoException {
      folders.push(stack(ROOT));
      push(path);
    }

    /// Whether the path exists.
    boolean run() throws ErrnoException {
      while (!pending.isEmpty()) {
        String name = pending.pop();
        if (name.equals("..")) {
          up();
        } else if (!name.isEmpty() && !name.equals(".") && !step(name)) {
          return false;
        }
      }
      return true;
    }

    private boolean step(String name) throws ErrnoException {
      Path here = ROOT.resolve(String.join("/", names.reversed())).resolve(name);
      if (stacks.containsKey(here)) {
        enter(name, stack(here));
        return true;
      }
      Optional<MergedFolder.Found> found = folders.element().find(name);
      if (found.isEmpty()) {
        return false;
      }
      switch (found.get().status().kind()) {
        case DIRECTORY -> enter(name, folders.element().open(name));
        case SYMLINK -> follow(found.get().holder().readlink(name));
        case REGULAR, CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> {
          last = name;
          return pending.isEmpty();
        }
      }
      return true;
    }

    private void enter(String name, MergedFolder folder) {
      folders.push(folder);
      names.push(name);
    }

    private void up() {
      if (!names.isEmpty()) {
        names.pop();
        folders.pop().close();
      }
    }

    private void follow(String target) throws ErrnoException {
      links++;
      if (links > MAX_LINKS) {
        throw new ErrnoException("openat2", Errno.ELOOP.number(), target);
      }
      while (target.startsWith("/") && !names.isEmpty()) {
        up();
      }
      push(target);
    }

    private void push(String path) {
      List<String> parts = List.of(path.split("/", -1));
      parts.reversed().forEach(pending::push);
    }

    MergedFolder take() {
      return folders.pop();
    }

    @Override
    public void close() {
      folders.forEach(MergedFolder::close);
    }
  }
}
