package io.davit.model.yaml;

import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/// A value of a YAML document and where it was written. Immutable; order is the file's.
///
/// Trees are walked on the command line's way to its first output. There, a `switch` over these
/// types costs a millisecond each, because the JDK makes its dispatcher at run time and the AOT
/// cache does not hold it; a [Visitor] costs nothing and is as exhaustive.
public sealed interface Node {
  SourceSpan span();

  <R> R accept(Visitor<R> visitor);

  /// One method per kind of node.
  interface Visitor<R> {
    R scalar(Scalar scalar);

    R sequence(Sequence sequence);

    R mapping(Mapping mapping);

    R tagged(Tagged tagged);
  }

  /// What a plain scalar is by the rules of YAML 1.2, as Docker Compose reads it: `yes`, `on` and
  /// `22:22` are strings; `010` and `0o10` are eight.
  enum Kind {
    NULL,
    BOOL,
    INT,
    FLOAT,
    TIMESTAMP,
    STRING
  }

  /// @param text canonical: numbers in decimal, `true` and `false`, RFC 3339; empty for null
  record Scalar(String text, Kind kind, SourceSpan span) implements Node {
    public static Scalar string(String text, SourceSpan span) {
      return new Scalar(text, Kind.STRING, span);
    }

    public static Scalar bool(boolean value, SourceSpan span) {
      return new Scalar(Boolean.toString(value), Kind.BOOL, span);
    }

    public static Scalar integer(long value, SourceSpan span) {
      return new Scalar(Long.toString(value), Kind.INT, span);
    }

    /// With another text and kind; this same scalar when it has those already.
    public Scalar as(String other, Kind otherKind) {
      return kind == otherKind && text.equals(other) ? this : new Scalar(other, otherKind, span);
    }

    public static Scalar absent(SourceSpan span) {
      return new Scalar("", Kind.NULL, span);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.scalar(this);
    }

    public boolean isNull() {
      return kind == Kind.NULL;
    }
  }

  record Sequence(List<Node> items, SourceSpan span) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    /// With each item changed; this same sequence where that changes nothing.
    public Sequence each(UnaryOperator<Node> change) {
      List<Node> changed = new ArrayList<>(items.size());
      for (Node item : items) {
        changed.add(change.apply(item));
      }
      return with(changed);
    }

    /// With other items; this same sequence when these are its own.
    @SuppressWarnings("ReferenceEquality") // What changed is another object.
    public Sequence with(List<Node> others) {
      boolean same = others.size() == items.size();
      for (int i = 0; same && i < others.size(); i++) {
        same = others.get(i) == items.get(i);
      }
      return same ? this : new Sequence(others, span);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sequence(this);
    }
  }

  record Mapping(Entries entries, SourceSpan span) implements Node {
    public Mapping(Map<String, Entry> entries, SourceSpan span) {
      this(Entries.copyOf(entries), span);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.mapping(this);
    }

    public Optional<Node> get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? Optional.empty() : Optional.of(entry.value());
    }

    /// Where a key was written; the mapping's own place when it has no such key.
    public SourceSpan keySpan(String key) {
      Entry entry = entries.get(key);
      return entry == null ? span : entry.keySpan();
    }

    /// This mapping with one entry put or replaced.
    public Mapping with(String key, Entry entry) {
      return of(entries.with(key, entry));
    }

    public Mapping without(String key) {
      return of(entries.without(key));
    }

    /// With other values, and without the keys for which there is none; this same mapping where
    /// that changes nothing.
    public Mapping each(BiFunction<String, Entry, Optional<Node>> change) {
      return of(entries.each(change));
    }

    /// Sorted by key; this same mapping when it is already.
    public Mapping inOrder(Comparator<String> order) {
      return of(entries.inOrder(order));
    }

    /// Sorted by the rank of each key, and keys of one rank by another order.
    public Mapping inOrder(ToIntFunction<String> rank, Comparator<String> within) {
      return of(entries.inOrder(rank, within));
    }

    @SuppressWarnings("ReferenceEquality") // What changed is another object.
    private Mapping of(Entries changed) {
      return changed == entries ? this : new Mapping(changed, span);
    }
  }

  /// A value that tells a merge what to do (compose-spec 13-merge.md): `!reset` takes the attribute
  /// away, `!override` replaces it. Gone once its file is merged.
  record Tagged(Directive directive, Node node) implements Node {
    @Override
    public SourceSpan span() {
      return node.span();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tagged(this);
    }
  }

  enum Directive {
    RESET,
    OVERRIDE
  }

  /// @param keySpan where the key was written
  record Entry(SourceSpan keySpan, Node value) {
    /// With another value; this same entry when it is that already.
    @SuppressWarnings("ReferenceEquality") // What changed is another object.
    public Entry with(Node other) {
      return other == value ? this : new Entry(keySpan, other);
    }

    /// The place to show for this entry: a scalar's own, else its key.
    public SourceSpan span() {
      return value instanceof Scalar scalar && !scalar.isNull() ? scalar.span() : keySpan;
    }
  }
}
