package io.davit.cli.command;

import com.google.gson.JsonObject;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.Request;
import io.davit.cli.render.Listing;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Model.CommandSpec;

/// `ls`: the projects that the engine keeps.
public final class LsCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag("-a --all", "Also projects without a running container.")
        .flag("-q --quiet", "Print names only.")
        .value("--format", "FORMAT", "table, json, or a template.")
        .values("--filter", "name=REGEX", "Only projects whose name matches.");
  }

  @Override
  public int run(Call call) throws IOException {
    Request request = Request.get("/projects").flag("all", call.flag("--all"));
    List<JsonObject> rows = new ArrayList<>();
    for (Fields project : Fields.list(call.engine().json(request))) {
      if (matches(call, project.text("Name"))) {
        JsonObject row = new JsonObject();
        row.addProperty("Name", project.text("Name"));
        row.addProperty("Status", project.text("Status"));
        row.addProperty("ConfigFiles", String.join(",", project.texts("ConfigFiles")));
        rows.add(row);
      }
    }
    if (call.flag("--quiet")) {
      rows.forEach(row -> call.out().println(Fields.of(row).text("Name")));
      return 0;
    }
    Listing listing =
        new Listing(
            Listing.columns("Name", "NAME", "Status", "STATUS", "ConfigFiles", "CONFIG FILES"),
            rows,
            false);
    call.out().print(listing.text(call.text("--format")));
    return 0;
  }

  private static boolean matches(Call call, String name) {
    for (String filter : call.texts("--filter")) {
      if (!filter.startsWith("name=")) {
        throw new InvalidInput(
            "invalid filter \"" + filter + "\"",
            new Resource("flag", "--filter"),
            "the only filter is name=REGEX");
      }
      try {
        if (!Pattern.compile(filter.substring("name=".length())).matcher(name).find()) {
          return false;
        }
      } catch (PatternSyntaxException e) {
        throw new InvalidInput(
            "invalid filter \"" + filter + "\": " + e.getDescription(),
            Optional.of(new Resource("flag", "--filter")),
            Optional.of("write a regular expression after name="),
            e);
      }
    }
    return true;
  }
}
