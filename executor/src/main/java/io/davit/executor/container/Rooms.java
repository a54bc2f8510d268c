package io.davit.executor.container;

import io.davit.executor.store.RecordStore;
import io.davit.executor.store.RecordTrail;
import io.davit.image.Images;
import io.davit.network.Networks;
import io.davit.runtime.ContainerRuntime;
import java.time.Clock;

/// What the parts of this package share: the rooms below, the records, and what happened.
record Rooms(
    ContainerRuntime runtime,
    Networks networks,
    Images images,
    ContainerTable table,
    RecordStore<ContainerRecord> records,
    RecordTrail<LifeRecord> lives,
    RecordStore<RunRecord> runs,
    NetworkShelf networkShelf,
    VolumeShelf volumeShelf,
    Places places,
    EventLog events,
    Clock clock,
    String bootId) {
  /// Announces something about a container, with its name, image and labels.
  void announce(ContainerRecord record, String action, String... more) {
    java.util.Map<String, String> attributes = new java.util.LinkedHashMap<>(record.labels());
    attributes.put("image", record.image());
    attributes.put("name", record.name());
    for (int i = 0; i < more.length; i += 2) {
      attributes.put(more[i], more[i + 1]);
    }
    events.publish("container", action, record.id(), attributes);
  }
}
