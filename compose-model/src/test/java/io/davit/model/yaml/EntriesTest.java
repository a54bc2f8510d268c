package io.davit.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A mapping of any size is what a [LinkedHashMap] with the same entries would be.
class EntriesTest {
  private static final SourceSpan HERE = new SourceSpan("compose.yaml", 1, 1, 1);

  private static Entry entry(String text) {
    return new Entry(HERE, Scalar.string(text, HERE));
  }

  private static Map<String, Entry> entries(int size) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers, new Random(size));
    Map<String, Entry> entries = new LinkedHashMap<>();
    numbers.forEach(number -> entries.put("key" + number, entry("value" + number)));
    return entries;
  }

  private static void assertSame(Mapping mapping, Map<String, Entry> expected) {
    assertThat(mapping.entries()).isEqualTo(expected);
    assertThat(mapping.entries().keySet()).containsExactlyElementsOf(expected.keySet());
    assertThat(mapping.entries().values()).containsExactlyElementsOf(expected.values());
    expected.forEach((key, entry) -> assertThat(mapping.entries().get(key)).isEqualTo(entry));
    assertThat(mapping.entries()).doesNotContainKey("absent").doesNotContainKey("");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 31, 32, 33, 34, 64, 1000})
  void everyChangeGivesWhatAMapWouldHold(int size) {
    Map<String, Entry> expected = entries(size);
    Mapping mapping = new Mapping(expected, HERE);
    assertSame(mapping, expected);

    expected.put("new", entry("last"));
    mapping = mapping.with("new", entry("last"));
    assertSame(mapping, expected);

    expected.put("key0", entry("changed"));
    mapping = mapping.with("key0", entry("changed"));
    assertSame(mapping, expected);

    expected.keySet().removeIf(key -> key.endsWith("1"));
    mapping = mapping.each((key, e) -> Optional.of(e.value()).filter(_ -> !key.endsWith("1")));
    assertSame(mapping, expected);

    expected.remove("new");
    mapping = mapping.without("new");
    assertSame(mapping, expected);

    Map<String, Entry> sorted = new LinkedHashMap<>();
    expected.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> sorted.put(e.getKey(), e.getValue()));
    assertSame(mapping.inOrder(Comparator.naturalOrder()), sorted);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 33})
  void whatChangesNothingGivesTheSameMapping(int size) {
    Mapping mapping = new Mapping(entries(size), HERE).inOrder(Comparator.naturalOrder());
    assertThat(mapping.each((_, entry) -> Optional.of(entry.value()))).isSameAs(mapping);
    assertThat(mapping.without("absent")).isSameAs(mapping);
    assertThat(mapping.inOrder(Comparator.naturalOrder())).isSameAs(mapping);
  }
}
