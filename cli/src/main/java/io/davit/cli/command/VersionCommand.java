package io.davit.cli.command;

import com.google.gson.JsonObject;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.JsonText;
import picocli.CommandLine.Model.CommandSpec;

/// `version`: of this command line. No engine is asked, and none started.
public final class VersionCommand implements Command {
  static final String VERSION = "0.1.0";

  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag("--short", "The number only.")
        .value("-f --format", "FORMAT", "pretty or json.");
  }

  @Override
  public int run(Call call) {
    boolean json =
        call.given("--format") && call.choice("--format", "pretty", "json").equals("json");
    if (call.flag("--short")) {
      call.out().println(VERSION);
    } else if (json) {
      JsonObject version = new JsonObject();
      version.addProperty("version", VERSION);
      call.out().println(JsonText.write(version));
    } else {
      call.out().println("Davit version " + VERSION);
    }
    return 0;
  }
}
