package io.davit.executor.container;

import io.davit.problem.Conflict;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import io.davit.runtime.ContainerSpec.Whose;
import java.util.Optional;
import java.util.function.Function;

/// Whose process ids and whose IPC a container has at a start, by Docker's `--pid` and `--ipc`: its
/// own, the host's, or those of the container that has the named name then.
final class SharedNamespaces {
  private static final String CONTAINER = "container:";

  private final Function<String, ContainerEntry> containers;

  /// @param containers by name or id; throws [io.davit.problem.NotFound]
  SharedNamespaces(Function<String, ContainerEntry> containers) {
    this.containers = containers;
  }

  /// The container that a mode names.
  static Optional<String> joined(String mode) {
    return mode.startsWith(CONTAINER)
        ? Optional.of(mode.substring(CONTAINER.length()))
        : Optional.empty();
  }

  Whose pid(ContainerRecord record) {
    String mode = Given.text(record.host().pidMode());
    return switch (mode) {
      case "", "private" -> new Whose.Own();
      case "host" -> new Whose.Host();
      default -> new Whose.Container(running("pid", mode, record).id());
    };
  }

  /// @throws Conflict when the other container does not run, or keeps its IPC to itself
  Whose ipc(ContainerRecord record) {
    String mode = Given.text(record.host().ipcMode());
    return switch (mode) {
      case "", "private", "shareable", "none" -> new Whose.Own();
      case "host" -> new Whose.Host();
      default -> {
        ContainerEntry other = running("ipc", mode, record);
        if (isPrivate(Given.text(other.record().host().ipcMode()))) {
          throw new Conflict(
              "cannot join ipc of container %s: non-shareable IPC".formatted(other.record().name()),
              new Resource("container", record.name()),
              "give container %s the ipc mode shareable".formatted(other.record().name()));
        }
        yield new Whose.Container(other.id());
      }
    };
  }

  private static boolean isPrivate(String ipcMode) {
    return ipcMode.isEmpty() || ipcMode.equals("private") || ipcMode.equals("none");
  }

  private ContainerEntry running(String kind, String mode, ContainerRecord record) {
    ContainerEntry other =
        joined(mode)
            .map(containers)
            .orElseThrow(
                () ->
                    new Unsupported(
                        kind + " mode \"" + mode + "\" is not supported",
                        new Resource("option", kind),
                        "use private, host or container:NAME"));
    if (other.state().active().isEmpty()) {
      throw new Conflict(
          "cannot join %s of a non running container: %s".formatted(kind, other.record().name()),
          new Resource("container", record.name()),
          "start container %s first".formatted(other.record().name()));
    }
    return other;
  }
}
