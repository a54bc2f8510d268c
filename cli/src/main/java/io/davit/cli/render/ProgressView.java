package io.davit.cli.render;

import com.google.gson.JsonObject;
import io.davit.cli.engine.JsonText;
import java.io.PrintStream;

/// Shows the steps of one operation as they come. Used by one thread.
public interface ProgressView extends AutoCloseable {
  void show(Step step);

  /// The operation is over: the last picture stays.
  @Override
  void close();

  /// One line per event, for pipes and CI.
  record Plain(PrintStream out) implements ProgressView {
    @Override
    public void show(Step step) {
      String details = step.details().isEmpty() ? "" : "  " + step.details();
      out.println(" " + step.id() + "  " + step.text() + details);
      out.flush();
    }

    @Override
    public void close() {}
  }

  /// One JSON object per line, with Compose's names.
  record Json(PrintStream out) implements ProgressView {
    @Override
    public void show(Step step) {
      JsonObject line = new JsonObject();
      line.addProperty("id", step.id());
      if (!step.parentId().isEmpty()) {
        line.addProperty("parent_id", step.parentId());
      }
      line.addProperty("status", step.status().word());
      line.addProperty("text", step.text());
      if (!step.details().isEmpty()) {
        line.addProperty("details", step.details());
      }
      out.println(JsonText.write(line));
      out.flush();
    }

    @Override
    public void close() {}
  }

  /// Nothing.
  record Quiet() implements ProgressView {
    @Override
    public void show(Step step) {}

    @Override
    public void close() {}
  }
}
