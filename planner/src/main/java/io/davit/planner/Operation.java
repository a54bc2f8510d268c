package io.davit.planner;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// What a user asks to be done with a project, or the engine asks of itself.
///
/// `services` are the selected ones; an empty list selects all.
public sealed interface Operation {
  List<String> services();

  /// Creates or recreates what differs, and starts it in order.
  ///
  /// @param start false: `create`
  record Up(List<String> services, UpOptions options, boolean start) implements Operation {
    public Up {
      services = List.copyOf(services);
    }
  }

  /// Starts containers that exist.
  record Start(List<String> services, boolean waitHealthy) implements Operation {
    public Start {
      services = List.copyOf(services);
    }
  }

  record Stop(List<String> services, Optional<Duration> timeout) implements Operation {
    public Stop {
      services = List.copyOf(services);
    }
  }

  /// Stops and starts containers that exist; by default also those that depend on them with
  /// `restart: true`.
  record Restart(List<String> services, Optional<Duration> timeout, boolean noDeps)
      implements Operation {
    public Restart {
      services = List.copyOf(services);
    }
  }

  record Kill(List<String> services, String signal, boolean removeOrphans) implements Operation {
    public Kill {
      services = List.copyOf(services);
    }
  }

  /// Removes stopped containers.
  ///
  /// @param stop whether running ones are stopped first
  /// @param volumes whether anonymous volumes go too
  record Remove(List<String> services, boolean stop, boolean volumes) implements Operation {
    public Remove {
      services = List.copyOf(services);
    }
  }

  record Pause(List<String> services) implements Operation {
    public Pause {
      services = List.copyOf(services);
    }
  }

  record Unpause(List<String> services) implements Operation {
    public Unpause {
      services = List.copyOf(services);
    }
  }

  /// Removes containers and networks; volumes and images where asked for.
  record Down(
      List<String> services,
      boolean volumes,
      boolean removeOrphans,
      RemovedImages images,
      Optional<Duration> timeout)
      implements Operation {
    public Down {
      services = List.copyOf(services);
    }
  }

  /// Starts what a service depends on, and creates a one-off container of it.
  ///
  /// @param service already with what `run` changes of it
  /// @param slug 12 hexadecimal digits, in its name and label
  /// @param name instead of `<project>-<service>-run-<slug>`
  record Run(io.davit.model.Service service, String slug, Optional<String> name, boolean noDeps)
      implements Operation {
    @Override
    public List<String> services() {
      return List.of(service.name());
    }
  }

  /// Brings back what was declared and is no more: what disappeared behind the engine's back, and
  /// what its restart policy brings back after the engine's or the machine's start. It recreates
  /// nothing for a changed declaration, and removes nothing.
  ///
  /// @param stopped services that a user stopped: they stay as they are
  /// @param interrupted ids of containers that ended because the engine or the machine did, and
  ///   whose restart policy starts them again
  record Reconcile(java.util.Set<String> stopped, java.util.Set<String> interrupted)
      implements Operation {
    public Reconcile {
      stopped = Collections.unmodifiableSet(new java.util.TreeSet<>(stopped));
      interrupted = Collections.unmodifiableSet(new java.util.TreeSet<>(interrupted));
    }

    @Override
    public List<String> services() {
      return List.of();
    }
  }

  /// Which images `down` removes.
  enum RemovedImages {
    NONE,
    /// Those without a name of their own in the file.
    LOCAL,
    ALL
  }

  /// @param timeout grace period of what is stopped
  /// @param replaceVolumes whether a volume whose declaration changed is made anew, losing its data
  /// @param orphans what becomes of containers that belong to no service
  record UpOptions(
      Recreate recreate,
      boolean alwaysRecreateDependencies,
      boolean renewAnonymousVolumes,
      boolean noDeps,
      Orphans orphans,
      boolean waitHealthy,
      Optional<Duration> timeout,
      boolean replaceVolumes) {
    public static final UpOptions DEFAULT =
        new UpOptions(
            Recreate.DIVERGED, false, false, false, Orphans.WARN, false, Optional.empty(), false);
  }

  /// Which containers are made anew.
  enum Recreate {
    NEVER,
    DIVERGED,
    ALWAYS
  }

  enum Orphans {
    WARN,
    IGNORE,
    REMOVE
  }
}
