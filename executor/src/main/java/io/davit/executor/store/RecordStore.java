package io.davit.executor.store;

import com.google.gson.JsonParseException;
import io.davit.problem.Resource;
import io.davit.problem.StorageFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The records of one kind, each in a directory named by its key: `<directory>/<key>/<file>`. What
/// else an object owns on disk lies beside its record.
///
/// Safe for concurrent use with different keys.
///
/// @param <T> a record
public final class RecordStore<T> {
  private final Path directory;
  private final String fileName;
  private final Class<T> type;

  public RecordStore(Path directory, String fileName, Class<T> type) {
    this.directory = directory;
    this.fileName = fileName;
    this.type = type;
  }

  /// What a scan of the directory found.
  ///
  /// @param records those that can be read
  /// @param damaged by key, those that cannot be: their directories are to be left alone
  /// @param orphans keys of directories without a record: a creation or removal that was cut short
  public record Scan<T>(
      List<T> records, Map<String, StorageFailed> damaged, List<String> orphans) {}

  public Path directory(String key) {
    return directory.resolve(key);
  }

  /// Durable once it returns.
  public void save(String key, T record) {
    DurableFile.replace(file(key), RecordJson.gson().toJson(record));
  }

  /// Safe from the end of this process, not from a power cut.
  public void saveUnsynced(String key, T record) {
    DurableFile.replaceUnsynced(file(key), RecordJson.gson().toJson(record));
  }

  /// Takes the record away: from now on its directory is an orphan. Safe to call twice.
  public void delete(String key) {
    try {
      if (Files.deleteIfExists(file(key))) {
        DurableFile.sync(directory(key));
      }
    } catch (IOException e) {
      throw DurableFile.failed("cannot delete " + file(key), file(key), e);
    }
  }

  public Optional<T> load(String key) {
    Path file = file(key);
    try {
      T record = RecordJson.gson().fromJson(Files.readString(file, StandardCharsets.UTF_8), type);
      if (record == null) {
        throw damaged(file, "it is empty");
      }
      return Optional.of(record);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonParseException | NullPointerException | IllegalArgumentException e) {
      throw damaged(file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw DurableFile.failed("cannot read " + file, file, e);
    }
  }

  public Scan<T> scan() {
    List<T> records = new ArrayList<>();
    Map<String, StorageFailed> damaged = new LinkedHashMap<>();
    List<String> orphans = new ArrayList<>();
    for (String key : keys()) {
      try {
        load(key).ifPresentOrElse(records::add, () -> orphans.add(key));
      } catch (StorageFailed failure) {
        damaged.put(key, failure);
      }
    }
    return new Scan<>(List.copyOf(records), Map.copyOf(damaged), List.copyOf(orphans));
  }

  /// Every directory's name, whether a record is in it or not.
  public List<String> keys() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(Files::isDirectory)
          .map(path -> String.valueOf(path.getFileName()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw DurableFile.failed("cannot list " + directory, directory, e);
    }
  }

  private Path file(String key) {
    return directory.resolve(key).resolve(fileName);
  }

  private static StorageFailed damaged(Path file, String why) {
    return new StorageFailed(
        "the record " + file + " is damaged: " + why,
        new Resource("path", file.toString()),
        "restore it from a backup, or remove its directory and create the object anew");
  }
}
