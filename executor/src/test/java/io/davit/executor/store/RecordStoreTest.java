package io.davit.executor.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordStoreTest {
  @TempDir Path directory;

  record Thing(
      String name, Optional<Instant> at, Optional<Path> where, List<Optional<String>> more) {}

  private RecordStore<Thing> store() {
    return new RecordStore<>(directory, "thing.json", Thing.class);
  }

  @Test
  void aRecordComesBackAsItWas() {
    Thing full =
        new Thing(
            "a",
            Optional.of(Instant.parse("2026-01-02T03:04:05.000000006Z")),
            Optional.of(Path.of("/x")),
            List.of(Optional.of("y"), Optional.empty()));
    Thing empty = new Thing("b", Optional.empty(), Optional.empty(), List.of());
    store().save("a", full);
    store().saveUnsynced("b", empty);
    assertThat(store().load("a")).contains(full);
    assertThat(store().scan().records()).containsExactly(full, empty);
  }

  @Test
  void aSaveLeavesNoTemporaryFile() {
    store().save("a", new Thing("a", Optional.empty(), Optional.empty(), List.of()));
    store().save("a", new Thing("b", Optional.empty(), Optional.empty(), List.of()));
    assertThat(directory.resolve("a")).isDirectoryContaining("glob:**/thing.json");
    assertThat(directory.resolve("a").toFile().list()).hasSize(1);
  }

  @Test
  void aScanTellsRecordsFromDamageAndFromWhatWasCutShort() throws IOException {
    store().save("good", new Thing("good", Optional.empty(), Optional.empty(), List.of()));
    store().save("torn", new Thing("torn", Optional.empty(), Optional.empty(), List.of()));
    Files.writeString(directory.resolve("torn/thing.json"), "{\"name\":\"to");
    Files.createDirectories(directory.resolve("cut"));
    Files.writeString(directory.resolve("cut/thing.json.new"), "{");
    RecordStore.Scan<Thing> scan = store().scan();
    assertThat(scan.records()).extracting(Thing::name).containsExactly("good");
    assertThat(scan.damaged()).containsOnlyKeys("torn");
    assertThat(scan.orphans()).containsExactly("cut");
  }

  @Test
  void aDeletedRecordLeavesAnOrphan() {
    store().save("a", new Thing("a", Optional.empty(), Optional.empty(), List.of()));
    store().delete("a");
    store().delete("a");
    assertThat(store().scan().orphans()).containsExactly("a");
  }

  @Test
  void aTreeGoesWithoutFollowingLinks() throws IOException {
    Path outside = Files.writeString(directory.resolve("outside"), "kept");
    Path tree = Files.createDirectories(directory.resolve("tree/inner"));
    Files.createSymbolicLink(tree.resolve("link"), outside);
    Files.createSymbolicLink(tree.resolve("up"), directory);
    Tree.remove(directory.resolve("tree"));
    Tree.remove(directory.resolve("tree"));
    assertThat(directory.resolve("tree")).doesNotExist();
    assertThat(outside).hasContent("kept");
  }
}
