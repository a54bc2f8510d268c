package io.davit.executor.project;

import io.davit.executor.store.RecordStore;
import io.davit.problem.StorageFailed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The declared projects, one file each: what it says is on disk before anything is done about it.
///
/// Safe for concurrent use with different projects.
public final class ProjectStore {
  private final RecordStore<ProjectRecord> files;
  private final Map<String, ProjectRecord> records = new ConcurrentHashMap<>();
  private final List<StorageFailed> damaged;

  /// Reads what is there.
  ///
  /// @param directory made when it is needed
  public ProjectStore(Path directory) {
    this.files = new RecordStore<>(directory, "project.json", ProjectRecord.class);
    RecordStore.Scan<ProjectRecord> scan = files.scan();
    scan.records().forEach(record -> records.put(record.name(), record));
    this.damaged = List.copyOf(scan.damaged().values());
  }

  /// Projects whose record cannot be read: they are left alone.
  public List<StorageFailed> damaged() {
    return damaged;
  }

  Optional<ProjectRecord> find(String name) {
    return Optional.ofNullable(records.get(name));
  }

  /// In the order of their names.
  List<ProjectRecord> all() {
    List<ProjectRecord> all = new ArrayList<>(records.values());
    all.sort(Comparator.comparing(ProjectRecord::name));
    return all;
  }

  /// Durable once it returns. Writes nothing when nothing changed.
  void save(ProjectRecord record) {
    if (!record.equals(records.get(record.name()))) {
      files.save(record.name(), record);
      records.put(record.name(), record);
    }
  }

  /// Safe to call twice.
  void forget(String name) {
    if (records.remove(name) != null) {
      files.delete(name);
      io.davit.executor.store.Tree.remove(files.directory(name));
    }
  }
}
