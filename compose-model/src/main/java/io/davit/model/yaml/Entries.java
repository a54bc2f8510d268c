package io.davit.model.yaml;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// The entries of a mapping, in their order. Immutable, cheap to make and small to keep: every step
/// of loading a project makes new ones, and shares what it does not change.
///
/// Most mappings have few keys, which are compared one after the other; many are found by an index.
@SuppressWarnings("ReferenceEquality") // What changed is another object.
public final class Entries extends AbstractMap<String, Node.Entry> {
  private static final int COMPARED_MAX = 32;
  private static final int[] NO_INDEX = {};
  private static final Entries EMPTY = new Entries(new String[0], new Node.Entry[0]);

  private final String[] keys;
  private final Node.Entry[] values;

  /// Open addressing: a key's position plus one, at its hash or behind; 0 where there is none.
  private final int[] index;

  private Entries(String[] keys, Node.Entry[] values) {
    this(keys, values, keys.length > COMPARED_MAX ? index(keys) : NO_INDEX);
  }

  private Entries(String[] keys, Node.Entry[] values, int[] index) {
    this.keys = keys;
    this.values = values;
    this.index = index;
  }

  static Entries copyOf(Map<String, Node.Entry> map) {
    if (map instanceof Entries entries) {
      return entries;
    }
    int size = map.size();
    if (size == 0) {
      return EMPTY;
    }
    String[] keys = new String[size];
    Node.Entry[] values = new Node.Entry[size];
    int next = 0;
    for (Map.Entry<String, Node.Entry> entry : map.entrySet()) {
      keys[next] = entry.getKey();
      values[next++] = entry.getValue();
    }
    return new Entries(keys, values);
  }

  private static int[] index(String[] keys) {
    int[] index = new int[Integer.highestOneBit(keys.length) << 2];
    for (int i = 0; i < keys.length; i++) {
      int slot = slot(keys[i], index);
      while (index[slot] != 0) {
        slot = (slot + 1) & (index.length - 1);
      }
      index[slot] = i + 1;
    }
    return index;
  }

  private static int slot(Object key, int[] index) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (index.length - 1);
  }

  /// Its position, or -1.
  private int find(Object key) {
    if (index.length > 0) {
      int slot = slot(key, index);
      while (index[slot] != 0 && !keys[index[slot] - 1].equals(key)) {
        slot = (slot + 1) & (index.length - 1);
      }
      return index[slot] - 1;
    }
    int hash = key.hashCode();
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].hashCode() == hash && key.equals(keys[i])) {
        return i;
      }
    }
    return -1;
  }

  Entries with(String key, Node.Entry entry) {
    int at = find(key);
    if (at >= 0 && values[at] == entry) {
      return this;
    }
    if (at >= 0) {
      Node.Entry[] changed = values.clone();
      changed[at] = entry;
      return new Entries(keys, changed, index);
    }
    String[] more = Arrays.copyOf(keys, keys.length + 1);
    Node.Entry[] changed = Arrays.copyOf(values, values.length + 1);
    more[keys.length] = key;
    changed[keys.length] = entry;
    return new Entries(more, changed);
  }

  Entries without(String key) {
    return find(key) < 0 ? this : each((name, entry) -> kept(!name.equals(key), entry));
  }

  private static Optional<Node> kept(boolean stays, Node.Entry entry) {
    return stays ? Optional.of(entry.value()) : Optional.empty();
  }

  /// With other values, and without the keys for which there is none; these same entries where that
  /// changes nothing.
  Entries each(BiFunction<String, Node.Entry, Optional<Node>> change) {
    String[] names = new String[keys.length];
    Node.Entry[] changed = new Node.Entry[keys.length];
    boolean same = true;
    int size = 0;
    for (int i = 0; i < keys.length; i++) {
      Optional<Node> value = change.apply(keys[i], values[i]);
      if (value.isPresent()) {
        names[size] = keys[i];
        changed[size] = values[i].with(value.get());
        same &= changed[size] == values[i];
        size++;
      }
    }
    if (size < keys.length) {
      return new Entries(Arrays.copyOf(names, size), Arrays.copyOf(changed, size));
    }
    return same ? this : new Entries(keys, changed, index);
  }

  Entries inOrder(Comparator<String> order) {
    return inOrder(_ -> 0, order);
  }

  /// Sorted by rank, and those of one rank by another order; these same ones when they are already.
  Entries inOrder(ToIntFunction<String> rank, Comparator<String> within) {
    int[] ranks = new int[keys.length];
    boolean sorted = true;
    for (int i = 0; i < keys.length; i++) {
      ranks[i] = rank.applyAsInt(keys[i]);
      sorted = sorted && (i == 0 || compare(i - 1, i, ranks, within) <= 0);
    }
    if (sorted) {
      return this;
    }
    Integer[] order = new Integer[keys.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> compare(a, b, ranks, within));
    String[] names = new String[keys.length];
    Node.Entry[] ordered = new Node.Entry[keys.length];
    for (int i = 0; i < order.length; i++) {
      names[i] = keys[order[i]];
      ordered[i] = values[order[i]];
    }
    return new Entries(names, ordered);
  }

  private int compare(int a, int b, int[] ranks, Comparator<String> within) {
    return ranks[a] == ranks[b]
        ? within.compare(keys[a], keys[b])
        : Integer.compare(ranks[a], ranks[b]);
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public Node.@Nullable Entry get(@Nullable Object key) {
    int at = key == null ? -1 : find(key);
    return at < 0 ? null : values[at];
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key != null && find(key) >= 0;
  }

  @Override
  public Collection<Node.Entry> values() {
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super Node.Entry> action) {
    for (int i = 0; i < keys.length; i++) {
      action.accept(keys[i], values[i]);
    }
  }

  @Override
  public Set<Map.Entry<String, Node.Entry>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return keys.length;
      }

      @Override
      public Iterator<Map.Entry<String, Node.Entry>> iterator() {
        return new Pairs();
      }
    };
  }

  private final class Pairs implements Iterator<Map.Entry<String, Node.Entry>> {
    private int next;

    @Override
    public boolean hasNext() {
      return next < keys.length;
    }

    @Override
    public Map.Entry<String, Node.Entry> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return Map.entry(keys[next], values[next++]);
    }
  }
}
