package io.davit.model.canonical;

import io.davit.model.Provenance;
import io.davit.problem.SourceSpan;
import java.util.ArrayList;
import java.util.List;

/// Where the values of a project were written, in one text: the command line writes it before
/// anything is compiled, and thousands of JSON values would cost it more than reading the files.
///
/// Each value is `DEPTH FILE LINE COLUMN LENGTH SIZE:KEY`, in decimal; what is inside it follows,
/// one deeper.
///
/// @param sources the files, by the number that stands for each
record SpanText(List<String> sources, String text) {
  static SpanText of(Provenance provenance) {
    Writer writer = new Writer();
    provenance.tell(writer);
    return new SpanText(writer.sources, writer.text.toString());
  }

  private static final class Writer implements Provenance.Listener {
    private final List<String> sources = new ArrayList<>();
    private final StringBuilder text = new StringBuilder(8192);

    @Override
    public void value(int depth, String key, SourceSpan span) {
      text.append(depth).append(' ').append(number(span.file())).append(' ');
      text.append(span.line()).append(' ').append(span.column()).append(' ');
      text.append(span.length()).append(' ').append(key.length()).append(':').append(key);
    }

    private int number(String file) {
      int known = sources.indexOf(file);
      if (known >= 0) {
        return known;
      }
      sources.add(file);
      return sources.size() - 1;
    }
  }

  /// @throws IllegalArgumentException when it is not such a text
  Provenance read() {
    return new Provenance(listener -> new Reader(this).tell(listener));
  }

  private static final class Reader {
    private final SpanText spans;
    private int next;

    Reader(SpanText spans) {
      this.spans = spans;
    }

    void tell(Provenance.Listener listener) {
      while (next < spans.text.length()) {
        int depth = number(' ');
        String file = spans.sources.get(number(' '));
        SourceSpan span = new SourceSpan(file, number(' '), number(' '), number(' '));
        int size = number(':');
        String key = spans.text.substring(next, next + size);
        next += size;
        listener.value(depth, key, span);
      }
    }

    private int number(char end) {
      int stop = spans.text.indexOf(end, next);
      int number = Integer.parseInt(spans.text, next, stop, 10);
      next = stop + 1;
      return number;
    }
  }
}
