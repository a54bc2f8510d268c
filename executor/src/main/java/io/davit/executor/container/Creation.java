package io.davit.executor.container;

import io.davit.api.ContainerCreate;
import io.davit.api.ContainerCreate.EndpointSettings;
import io.davit.api.ContainerCreate.HostConfig;
import io.davit.executor.container.ContainerEntry.Snapshot;
import io.davit.image.Images.Image;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Turns a create body into a recorded container. Everything that can be judged without starting it
/// is judged here.
final class Creation {
  private final Rooms rooms;
  private final Ids ids;
  private final EndpointPlan endpointPlan;
  private final Outside.Seed seed;

  Creation(Rooms rooms, Ids ids, EndpointPlan endpointPlan, Outside.Seed seed) {
    this.rooms = rooms;
    this.ids = ids;
    this.endpointPlan = endpointPlan;
    this.seed = seed;
  }

  /// @param name empty: one is made up
  ContainerEntry create(String name, ContainerCreate body) {
    String reference = Given.text(body.image());
    Image image = image(reference);
    String id = ids.next();
    ContainerCreate config = Completion.of(ImageDefaults.merge(body, image.config()), id);
    String mode = Given.text(host(config).networkMode());
    check(config);
    Map<String, EndpointSettings> endpoints = endpointPlan.endpoints(body, mode);
    String reserved =
        name.isEmpty()
            ? rooms.table().reserveAny(ids.names(), id)
            : rooms.table().reserve(name, id);
    List<String> anonymous = new ArrayList<>();
    try {
      List<MountRecord> mounts =
          new MountPlan(new ImageVolumes(image, anonymous)).resolve(config, host(config));
      Instant now = rooms.clock().instant();
      ContainerRecord record =
          new ContainerRecord(
              1, id, reserved, Timestamps.text(now), image.id(), config, mounts, endpoints);
      rooms.records().save(id, record);
      ContainerEntry entry =
          new ContainerEntry(
              new Snapshot(
                  record,
                  LifeRecord.created(id),
                  new ContainerState.Created("", 0),
                  Optional.empty()));
      rooms.table().add(entry);
      rooms.announce(record, "create");
      return entry;
    } catch (RuntimeException failure) {
      rooms.table().release(reserved, id);
      for (String volume : anonymous) {
        undo(failure, () -> rooms.volumeShelf().remove(volume, true, _ -> List.of()));
      }
      throw failure;
    }
  }

  private static void undo(RuntimeException failure, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private Image image(String reference) {
    if (reference.isEmpty()) {
      throw new InvalidInput("no image given", new Resource("image", ""), "name one in \"Image\"");
    }
    return rooms
        .images()
        .find(reference)
        .orElseThrow(
            () ->
                new NotFound(
                    "No such image: " + withTag(reference),
                    new Resource("image", reference),
                    "load it with \"davit image load\", or import it with \"davit image import\""));
  }

  private static String withTag(String reference) {
    boolean tagged = reference.lastIndexOf(':') > reference.lastIndexOf('/');
    return tagged || reference.contains("@") ? reference : reference + ":latest";
  }

  private static HostConfig host(ContainerCreate config) {
    HostConfig host = config.hostConfig();
    if (host == null) {
      throw new IllegalStateException("no HostConfig");
    }
    return host;
  }

  private void check(ContainerCreate config) {
    HostConfig host = host(config);
    if (Given.list(config.entrypoint()).isEmpty() && Given.list(config.cmd()).isEmpty()) {
      throw new InvalidInput(
          "no command specified",
          new Resource("image", Given.text(config.image())),
          "give a command: the image has none");
    }
    String signal = Given.text(config.stopSignal());
    if (!signal.isEmpty()) {
      int _ = Signals.number(signal);
    }
    LogOptions _ = LogOptions.of(host);
    var _ = SecurityPlan.of(host);
    CapabilitySet.requireAvailable(Given.list(host.capAdd()), rooms.runtime().capabilities());
    var _ = PortBindings.specs(config, host);
    RestartPolicies.check(host);
  }

  /// Volumes of one container that is being made.
  private final class ImageVolumes implements MountPlan.Volumes {
    private final Image image;
    private final List<String> anonymous;

    ImageVolumes(Image image, List<String> anonymous) {
      this.image = image;
      this.anonymous = anonymous;
    }

    @Override
    public Path data(String name, Map<String, String> labels, boolean seeded, String target) {
      rooms.volumeShelf().create(name, Map.of(), labels);
      Path data = Path.of(rooms.volumeShelf().get(name).mountpoint());
      if (seeded && empty(data)) {
        seed.copy(image, target, data);
      }
      return data;
    }

    @Override
    public String anonymous() {
      String name = ids.next();
      anonymous.add(name);
      return name;
    }

    private static boolean empty(Path directory) {
      try (Stream<Path> entries = Files.list(directory)) {
        return entries.findAny().isEmpty();
      } catch (IOException e) {
        throw new StorageFailed(
            "cannot read the volume's directory " + directory + ": " + e.getMessage(),
            Optional.of(new Resource("path", directory.toString())),
            Optional.of("see that it exists"),
            e);
      }
    }
  }
}
