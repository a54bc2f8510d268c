package io.davit.planner.plan;

import io.davit.model.Network;
import io.davit.model.Service;
import io.davit.model.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One step of a [Plan]: one call on the engine's containers, networks, volumes or images.
public sealed interface Action {
  /// Loses data of the user when it is executed. The planner marks it, only the CLI may ask.
  sealed interface Destructive extends Action {}

  /// About one container.
  sealed interface OfContainer extends Action {
    Target container();

    @Override
    default String resource() {
      return "container " + container().name();
    }
  }

  /// `create`.
  String verb();

  /// `container shop-web-1`.
  String resource();

  /// `create container shop-web-1`.
  default String describe() {
    return verb() + " " + resource();
  }

  record CreateNetwork(Network network, String hash) implements Action {
    @Override
    public String verb() {
      return "create";
    }

    @Override
    public String resource() {
      return "network " + network.name();
    }
  }

  record RemoveNetwork(String name) implements Action {
    @Override
    public String verb() {
      return "remove";
    }

    @Override
    public String resource() {
      return "network " + name;
    }
  }

  record CreateVolume(Volume volume, String hash) implements Action {
    @Override
    public String verb() {
      return "create";
    }

    @Override
    public String resource() {
      return "volume " + volume.name();
    }
  }

  record RemoveVolume(String name) implements Destructive {
    @Override
    public String verb() {
      return "remove";
    }

    @Override
    public String resource() {
      return "volume " + name;
    }
  }

  /// Makes sure that an image is there, as its pull policy says.
  ///
  /// @param service the first one that needs it, for errors
  record EnsureImage(String image, Service service) implements Action {
    @Override
    public String verb() {
      return "ensure";
    }

    @Override
    public String resource() {
      return "image " + image;
    }
  }

  record RemoveImage(String image) implements Action {
    @Override
    public String verb() {
      return "remove";
    }

    @Override
    public String resource() {
      return "image " + image;
    }
  }

  /// @param name a temporary one while the predecessor still has the final one
  /// @param predecessor whose place it takes
  /// @param inheritVolumes whether the predecessor's anonymous volumes are taken over
  record CreateContainer(
      Replica replica, String name, Optional<Target> predecessor, boolean inheritVolumes)
      implements OfContainer {
    @Override
    public Target container() {
      return replica.target();
    }

    @Override
    public String verb() {
      return predecessor.isPresent() ? "recreate" : "create";
    }
  }

  /// @param newName free by then
  record RenameContainer(Target container, String newName) implements OfContainer {
    @Override
    public String verb() {
      return "rename";
    }

    @Override
    public String resource() {
      return "container %s to %s".formatted(container.name(), newName);
    }
  }

  record StartContainer(Target container) implements OfContainer {
    @Override
    public String verb() {
      return "start";
    }
  }

  /// @param timeout empty: its own grace period; negative: for ever
  record StopContainer(Target container, Optional<Duration> timeout) implements OfContainer {
    @Override
    public String verb() {
      return "stop";
    }
  }

  record KillContainer(Target container, String signal) implements OfContainer {
    @Override
    public String verb() {
      return "kill";
    }

    @Override
    public String resource() {
      return "container %s with %s".formatted(container.name(), signal);
    }
  }

  record PauseContainer(Target container) implements OfContainer {
    @Override
    public String verb() {
      return "pause";
    }
  }

  record UnpauseContainer(Target container) implements OfContainer {
    @Override
    public String verb() {
      return "unpause";
    }
  }

  /// Its writable layer goes with it, as every user of Compose expects; its anonymous volumes stay.
  record RemoveContainer(Target container) implements OfContainer {
    @Override
    public String verb() {
      return "remove";
    }
  }

  record ConnectNetwork(String network, Target container, Service.Attachment attachment)
      implements OfContainer {
    @Override
    public String verb() {
      return "connect";
    }

    @Override
    public String resource() {
      return "container %s to network %s".formatted(container.name(), network);
    }
  }

  record DisconnectNetwork(String network, Target container) implements OfContainer {
    @Override
    public String verb() {
      return "disconnect";
    }

    @Override
    public String resource() {
      return "container %s from network %s".formatted(container.name(), network);
    }
  }

  /// Waits, by event, until a service is as its dependents need it.
  ///
  /// @param required false: when it fails, a warning is shown and what follows is done all the same
  record AwaitCondition(
      String service, Awaited condition, List<Target> containers, boolean required)
      implements Action {
    public AwaitCondition {
      containers = List.copyOf(containers);
    }

    @Override
    public String verb() {
      return "await";
    }

    @Override
    public String resource() {
      return "service %s %s".formatted(service, condition.describe());
    }
  }
}
