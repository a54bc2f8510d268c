package io.davit.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.command.Containers.Container;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.Request;
import io.davit.cli.render.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `top`: the processes of each running container.
public final class TopCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec).services();
  }

  @Override
  public int run(Call call) throws IOException {
    EngineClient engine = call.engine();
    List<Container> containers =
        Containers.ofServices(
            Containers.of(engine, DeclaredProject.name(call), true), call.arguments());
    Table table = new Table();
    boolean titled = false;
    for (Container container : containers) {
      if (!container.running()) {
        continue;
      }
      Fields top =
          Fields.of(engine.json(Request.get(Request.path("containers", container.id(), "top"))));
      if (!titled) {
        table.row(row("SERVICE", "#", top.texts("Titles")));
        titled = true;
      }
      for (List<String> process : processes(top)) {
        table.row(row(container.service(), String.valueOf(container.number()), process));
      }
    }
    call.out().print(table.text());
    return 0;
  }

  private static List<String> row(String service, String number, List<String> rest) {
    List<String> row = new ArrayList<>(List.of(service, number));
    row.addAll(rest);
    return row;
  }

  private static List<List<String>> processes(Fields top) {
    List<List<String>> processes = new ArrayList<>();
    if (top.value("Processes") instanceof JsonArray array) {
      for (JsonElement process : array) {
        List<String> cells = new ArrayList<>();
        if (process instanceof JsonArray values) {
          for (JsonElement value : values) {
            cells.add(value instanceof JsonPrimitive text ? text.getAsString() : "");
          }
        }
        processes.add(cells);
      }
    }
    return processes;
  }
}
