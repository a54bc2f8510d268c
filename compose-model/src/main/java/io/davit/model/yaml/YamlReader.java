package io.davit.model.yaml;

import io.davit.model.report.Problems;
import io.davit.model.yaml.Node.Directive;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import io.davit.problem.SourceSpan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/// Reads the documents of one file. Findings go to the [Problems]; a document that cannot be read
/// ends the file, everything before it counts.
///
/// Aliases share the node of their anchor. What they would expand to is counted, so that a small
/// file cannot become a large project: it may be [#REPEATED_MAX] values, and more only as the file
/// itself is large.
public final class YamlReader {
  private static final int REPEATED_MAX = 100_000;
  private static final int REPEATED_PER_WRITTEN = 4;
  private static final int DEPTH_MAX = 100;

  /// A file is read anew for each, so that a few hundred are enough.
  private static final int TABS_MAX = 200;

  private final Positions positions;
  private final Problems problems;
  private final Parser events;
  private final Map<String, Anchored> anchors = new HashMap<>();

  /// Each key once, however often it is written.
  private final Map<String, String> keys = new HashMap<>();

  private final Deque<String> open = new ArrayDeque<>();
  private @Nullable Event last;
  private long written;

  /// As many as were written, if each alias were written out.
  private long nodes;

  private int depth;

  private record Anchored(Node node, long weight) {}

  /// Ends the reading of a file whose finding is already reported.
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable() {
      super("", null, false, false);
    }
  }

  private YamlReader(SourceText source, Problems problems) {
    this.positions = new Positions(source);
    this.problems = problems;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    options.setNestingDepthLimit(DEPTH_MAX);
    this.events = new ParserImpl(new StreamReader(text(source)), options);
  }

  /// SnakeYAML does not see that a bare carriage return ends the last line.
  private static String text(SourceText source) {
    String text = source.text();
    return text.endsWith("\r") ? text + '\n' : text;
  }

  /// The roots of the file's documents, in order; an empty document gives none.
  public static List<Node> read(SourceText source, Problems problems) {
    return read(source, problems, TABS_MAX);
  }

  /// @param tabs how many more may separate
  private static List<Node> read(SourceText source, Problems problems, int tabs) {
    List<Node> documents = new ArrayList<>();
    try {
      YamlReader reader = new YamlReader(source, problems);
      reader.tell(() -> reader.readAll(documents));
    } catch (MarkedYAMLException e) {
      Optional<SourceText> spaced = tabs == 0 ? Optional.empty() : YamlFault.spaced(e, source);
      if (spaced.isPresent()) {
        return read(spaced.get(), problems, tabs - 1);
      }
      YamlFault fault = YamlFault.of(e, source);
      problems.error(fault.what(), fault.where(), fault.fix());
    } catch (ReaderException e) {
      problems.error(
          "the character U+%04X is not allowed in YAML".formatted(e.getCodePoint()),
          source.of(e.getCodePoint()),
          "remove it, or write it as an escape in double quotes; save the file as UTF-8 text");
    } catch (YAMLException e) {
      problems.error(
          "this is not YAML: " + firstLine(e),
          source.start(),
          "save the file as UTF-8 text without control characters");
    } catch (Unreadable e) {
      return documents;
    }
    return documents;
  }

  /// SnakeYAML throws this for a `%` in a tag that no two hexadecimal digits follow.
  private void tell(Runnable reading) {
    try {
      reading.run();
    } catch (NumberFormatException _) {
      problems.error(
          "the tag after this has a \"%\" that is no escape",
          last == null ? positions.start() : positions.at(last.getEndMark(), 1),
          "remove the tag; compose files know !reset and !override");
    }
  }

  private static String firstLine(YAMLException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private Event next() {
    last = events.getEvent();
    return last;
  }

  private void readAll(List<Node> documents) {
    while (true) {
      Event event = next();
      if (event instanceof StreamEndEvent) {
        return;
      }
      if (event instanceof DocumentStartEvent) {
        anchors.clear();
        Node root = node(next());
        if (!(root instanceof Scalar scalar && scalar.isNull())) {
          documents.add(root);
        }
        next();
      }
    }
  }

  private Node node(Event event) {
    long before = nodes;
    written++;
    nodes++;
    return switch (event.getEventId()) {
      case Alias -> alias((AliasEvent) event);
      case Scalar -> {
        ScalarEvent scalar = (ScalarEvent) event;
        yield remember(scalar.getAnchor(), before, tagged(scalar));
      }
      case SequenceStart -> {
        SequenceStartEvent start = (SequenceStartEvent) event;
        enter(start.getAnchor(), event);
        Node sequence = directive(start.getTag(), sequence(start), event);
        yield leave(start.getAnchor(), before, sequence);
      }
      case MappingStart -> {
        MappingStartEvent start = (MappingStartEvent) event;
        enter(start.getAnchor(), event);
        Node mapping = directive(start.getTag(), mapping(start), event);
        yield leave(start.getAnchor(), before, mapping);
      }
      default -> throw new IllegalStateException("unexpected event " + event);
    };
  }

  private void enter(String anchor, Event event) {
    if (++depth > DEPTH_MAX) {
      throw refused(
          "values are nested more than %d deep".formatted(DEPTH_MAX), event, "flatten the file");
    }
    if (anchor != null) {
      open.push(anchor);
    }
  }

  private Node leave(String anchor, long before, Node node) {
    depth--;
    if (anchor != null) {
      open.pop();
    }
    return remember(anchor, before, node);
  }

  private Node remember(String anchor, long before, Node node) {
    if (anchor != null) {
      anchors.put(anchor, new Anchored(node, nodes - before));
    }
    return node;
  }

  private Node alias(AliasEvent event) {
    String name = event.getAnchor();
    if (open.contains(name)) {
      throw refused(
          "alias \"*%s\" is inside its own anchor \"&%s\"".formatted(name, name),
          event,
          "an anchor cannot contain itself: move the alias out of it");
    }
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      throw refused(
          "alias \"*%s\" has no anchor above it".formatted(name),
          event,
          "mark the value to repeat, above this line: x-%s: &%s {…}".formatted(name, name));
    }
    nodes += anchored.weight();
    long most = REPEATED_MAX + REPEATED_PER_WRITTEN * written;
    if (nodes - written > most) {
      throw refused(
          "the aliases stand for more than %d values".formatted(most),
          event,
          "aliases of aliases multiply: repeat fewer of them");
    }
    return anchored.node();
  }

  private Unreadable refused(String what, Event event, String fix) {
    problems.error(what, span(event), fix);
    return new Unreadable();
  }

  private Node tagged(ScalarEvent event) {
    SourceSpan span = span(event);
    String tag = event.getTag();
    if (tag != null) {
      return switch (tag) {
        case "!", "tag:yaml.org,2002:str" -> Scalar.string(event.getValue(), span);
        case "tag:yaml.org,2002:binary" -> binary(event.getValue(), span);
        case "tag:yaml.org,2002:int",
            "tag:yaml.org,2002:float",
            "tag:yaml.org,2002:bool",
            "tag:yaml.org,2002:null" ->
            PlainScalars.plain(event.getValue(), span);
        default -> directive(tag, plainOrQuoted(event, span), event);
      };
    }
    return plainOrQuoted(event, span);
  }

  private Scalar binary(String base64, SourceSpan span) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(base64);
      return Scalar.string(new String(bytes, StandardCharsets.UTF_8), span);
    } catch (IllegalArgumentException _) {
      problems.error("this is no base64", span, "write the text itself, without !!binary");
      return Scalar.string(base64, span);
    }
  }

  private Scalar plainOrQuoted(ScalarEvent event, SourceSpan span) {
    if (event.getValue().isEmpty() && event.getScalarStyle() == ScalarStyle.PLAIN) {
      warnOfComment(event.getEndMark(), span);
    } else if (!event.getValue().isEmpty() && "“”„‘’".indexOf(event.getValue().charAt(0)) >= 0) {
      warnOfTypographicQuotes(event, span);
    }
    return event.getScalarStyle() == ScalarStyle.PLAIN
        ? PlainScalars.plain(event.getValue(), span)
        : Scalar.string(event.getValue(), span);
  }

  /// A word processor makes them of quotes; to YAML they are letters.
  private void warnOfTypographicQuotes(ScalarEvent event, SourceSpan span) {
    if (event.getScalarStyle() == ScalarStyle.PLAIN) {
      problems.warning(
          "%s is no quote of YAML, and part of the value".formatted(event.getValue().charAt(0)),
          span,
          "write \" or ' around the value");
    }
  }

  /// `COLOR: #fff` is no color: nothing follows but a comment.
  private void warnOfComment(Mark end, SourceSpan span) {
    int[] line = end.getBuffer();
    int at = end.getPointer();
    while (at < line.length && line[at] == ' ') {
      at++;
    }
    boolean comment = at + 1 < line.length && line[at] == '#' && line[at + 1] > ' ';
    if (comment && line[at + 1] != '#') {
      problems.warning(
          "this is empty: what follows the \" #\" is a comment",
          span,
          "put the value in quotes: \"#…\"; write a comment with a space after the \"#\"");
    }
  }

  private Node directive(String tag, Node node, Event event) {
    if (tag == null) {
      return node;
    }
    return switch (tag) {
      case "!reset" -> new Node.Tagged(Directive.RESET, node);
      case "!override" -> new Node.Tagged(Directive.OVERRIDE, node);
      case "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq" -> node;
      default -> {
        problems.warning(
            "unknown tag \"%s\" is ignored".formatted(tag),
            span(event),
            "remove it; compose files know !reset and !override");
        yield node;
      }
    };
  }

  private Sequence sequence(SequenceStartEvent start) {
    List<Node> items = new ArrayList<>();
    for (Event event = next(); !(event instanceof SequenceEndEvent); event = next()) {
      items.addAll(item(node(event)));
    }
    return new Sequence(items, span(start));
  }

  /// An item has nothing of an earlier file to take away or to replace: `!reset` is no item, and
  /// `!override` says nothing.
  private static List<Node> item(Node node) {
    return node instanceof Node.Tagged(Directive directive, Node inner)
        ? directive == Directive.RESET ? List.of() : List.of(inner)
        : List.of(node);
  }

  private Mapping mapping(MappingStartEvent start) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<Mapping> merged = new ArrayList<>();
    for (Event event = next(); !(event instanceof MappingEndEvent); event = next()) {
      Node key = node(event);
      SourceSpan keySpan = event instanceof AliasEvent ? span(event) : key.span();
      Node value = node(next());
      if (!(key instanceof Scalar scalar)) {
        problems.error("a key must be a string", keySpan, "write a plain name before the \":\"");
      } else if (isMergeKey(scalar, event)) {
        addMerged(merged, value, keySpan);
      } else if (scalar.kind() == Node.Kind.STRING) {
        put(entries, scalar.text(), new Entry(keySpan, value));
      } else {
        String written = event instanceof ScalarEvent plain ? plain.getValue() : scalar.text();
        problems.error(
            "a key must be a string, not %s"
                .formatted(scalar.isNull() ? "empty" : "the value " + scalar.text()),
            keySpan,
            "quote it: \"%s\":".formatted(written));
        put(entries, written, new Entry(keySpan, value));
      }
    }
    for (Mapping mapping : merged) {
      mapping.entries().forEach(entries::putIfAbsent);
    }
    return new Mapping(entries, span(start));
  }

  private static boolean isMergeKey(Scalar key, Event event) {
    return key.text().equals("<<")
        && event instanceof ScalarEvent written
        && written.getScalarStyle() == ScalarStyle.PLAIN;
  }

  private void put(Map<String, Entry> entries, String key, Entry entry) {
    Entry earlier = entries.put(keys.computeIfAbsent(key, name -> name), entry);
    if (earlier != null) {
      problems.error(
          "key \"%s\" is already defined on line %d".formatted(key, earlier.keySpan().line()),
          entry.keySpan(),
          "remove one of them, or merge the two");
    }
  }

  private void addMerged(List<Mapping> merged, Node value, SourceSpan keySpan) {
    if (value instanceof Mapping mapping) {
      merged.add(mapping);
    } else if (value instanceof Sequence sequence
        && sequence.items().stream().allMatch(Mapping.class::isInstance)) {
      sequence.items().forEach(item -> merged.add((Mapping) item));
    } else {
      problems.error(
          "\"<<\" merges mappings only",
          keySpan,
          "give it an alias of a mapping, or a list of such: <<: *defaults");
    }
  }

  private SourceSpan span(Event event) {
    Mark start = event.getStartMark();
    Mark end = event.getEndMark();
    boolean oneLine = event instanceof ScalarEvent && end.getLine() == start.getLine();
    int length = oneLine ? end.getColumn() - start.getColumn() : 1;
    return positions.at(start, length);
  }
}
