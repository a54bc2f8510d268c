package io.davit.cli.object;

import com.google.gson.JsonArray;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.Answer;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.EngineRefused;
import io.davit.cli.engine.JsonText;
import io.davit.cli.engine.Request;
import io.davit.cli.render.ErrorText;
import io.davit.cli.render.GoTemplate;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `container|image|network|volume inspect`: everything, as JSON or through a template. Names that
/// are not found are told after those that are.
public final class InspectCommand implements Command {
  private final ObjectKind kind;

  public InspectCommand(ObjectKind kind) {
    this.kind = kind;
  }

  @Override
  public void describe(CommandSpec spec) {
    Flags flags = Flags.of(spec).value("-f --format", "FORMAT", "json, or a template.");
    if (kind == ObjectKind.CONTAINER) {
      flags.flag("--program", "Print the system calls that make its first process.");
    }
    flags.arguments("1..*", "NAME", "Names or ids.");
  }

  @Override
  public int run(Call call) throws IOException {
    EngineClient engine = call.engine();
    if (kind == ObjectKind.CONTAINER && call.flag("--program")) {
      return programs(call, engine);
    }
    String format = call.text("--format");
    boolean template = !format.isEmpty() && !format.equals("json");
    JsonArray found = new JsonArray();
    int code = 0;
    for (String name : call.arguments()) {
      try {
        found.add(engine.json(kind.inspect(name)));
      } catch (EngineRefused e) {
        code = ErrorText.print(call.err(), e, ErrorText.Manner.PLAIN);
      }
    }
    if (template) {
      GoTemplate parsed = GoTemplate.parse(format);
      found.forEach(one -> call.out().println(parsed.apply(one)));
    } else {
      call.out().println(format.equals("json") ? JsonText.write(found) : JsonText.pretty(found));
    }
    return code;
  }

  private static int programs(Call call, EngineClient engine) throws IOException {
    for (String name : call.arguments()) {
      try (Answer answer = engine.send(Request.get(Request.path("containers", name, "program")))) {
        String text = answer.text();
        call.out().print(text.endsWith("\n") ? text : text + "\n");
      }
    }
    return 0;
  }
}
