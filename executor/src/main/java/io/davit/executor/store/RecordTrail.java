package io.davit.executor.store;

import com.google.gson.JsonParseException;
import io.davit.problem.StorageFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// Records of which only the last one counts, each appended as a line of JSON: a change is one
/// write, and no new file. Safe from the end of this process at any moment; after a power cut the
/// last record or an earlier one stands. Safe for concurrent use for different keys.
///
/// @param <T> a record
public final class RecordTrail<T> {
  /// A longer trail begins anew.
  private static final long LIMIT_BYTES = 16 * 1024;

  private final Path directory;
  private final String fileName;
  private final Class<T> type;

  /// @param directory has one directory per key
  public RecordTrail(Path directory, String fileName, Class<T> type) {
    this.directory = directory;
    this.fileName = fileName;
    this.type = type;
  }

  /// The key's directory exists already.
  ///
  /// @throws StorageFailed when the disk is full or broken; what was saved before stands then
  public void save(String key, T record) {
    Path file = file(key);
    // The break comes first: it ends whatever was cut short before.
    String line = "\n" + RecordJson.gson().toJson(record);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      if (channel.position() < LIMIT_BYTES) {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        return;
      }
    } catch (IOException e) {
      throw DurableFile.failed("cannot write " + file, file, e);
    }
    DurableFile.replaceUnsynced(file, line);
  }

  /// The last one that was written whole; empty when there is none.
  public Optional<T> load(String key) {
    Path file = file(key);
    try {
      // A power cut may leave zeros where a line was to be.
      String text = Files.readString(file, StandardCharsets.UTF_8).replace('\0', '\n');
      List<String> lines = text.lines().toList();
      for (String line : lines.reversed()) {
        Optional<T> record = parse(line);
        if (record.isPresent()) {
          return record;
        }
      }
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw DurableFile.failed("cannot read " + file, file, e);
    }
  }

  /// Empty for a line that a power cut or a full disk cut short.
  private Optional<T> parse(String line) {
    try {
      return Optional.ofNullable(RecordJson.gson().fromJson(line, type));
    } catch (JsonParseException | NullPointerException | IllegalArgumentException cut) {
      return Optional.empty();
    }
  }

  private Path file(String key) {
    return directory.resolve(key).resolve(fileName);
  }
}
