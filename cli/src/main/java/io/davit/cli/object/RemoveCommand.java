package io.davit.cli.object;

import com.google.gson.JsonElement;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.EngineRefused;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.Request;
import io.davit.cli.render.ErrorText;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/// `container|image|network|volume rm`: goes on after a failure, and exits 1 when there was one.
public final class RemoveCommand implements Command {
  private final ObjectKind kind;

  public RemoveCommand(ObjectKind kind) {
    this.kind = kind;
  }

  @Override
  public void describe(CommandSpec spec) {
    Flags flags = Flags.of(spec);
    switch (kind) {
      case CONTAINER ->
          flags
              .flag("-f --force", "Kill it when it runs.")
              .flag("-v --volumes", "Remove its anonymous volumes too.");
      case IMAGE -> flags.flag("-f --force", "Take the name away also when it is in use.");
      case VOLUME, NETWORK -> flags.flag("-f --force", "What does not exist is no failure.");
    }
    flags.arguments("1..*", "NAME", "Names or ids.");
  }

  @Override
  public int run(Call call) throws IOException {
    EngineClient engine = call.engine();
    int code = 0;
    for (String name : call.arguments()) {
      Request request = kind.remove(name).flag("force", call.flag("--force"));
      if (kind == ObjectKind.CONTAINER) {
        request = request.flag("v", call.flag("--volumes"));
      }
      try {
        print(call, name, engine.json(request));
      } catch (EngineRefused e) {
        boolean absent = e.status() == 404 && call.flag("--force");
        if (!absent) {
          code = ErrorText.print(call.err(), e, ErrorText.Manner.PLAIN);
        }
      }
    }
    return code;
  }

  private void print(Call call, String name, JsonElement answer) {
    if (kind != ObjectKind.IMAGE) {
      call.out().println(name);
      return;
    }
    for (Fields removal : Fields.list(answer)) {
      String what = removal.has("Untagged") ? "Untagged" : "Deleted";
      call.out().println(what + ": " + removal.text(what));
    }
  }
}
