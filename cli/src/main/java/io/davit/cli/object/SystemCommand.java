package io.davit.cli.object;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.EngineStarter;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.JsonText;
import io.davit.cli.engine.Request;
import io.davit.cli.render.GoTemplate;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Model.CommandSpec;

/// `system status`, `system stop` and `system info`. Only the last one starts an absent engine.
public final class SystemCommand implements Command {
  private final String verb;

  public SystemCommand(String verb) {
    this.verb = verb;
  }

  @Override
  public void describe(CommandSpec spec) {
    if (verb.equals("info")) {
      Flags.of(spec).value("-f --format", "FORMAT", "json, or a template.");
    }
  }

  @Override
  public int run(Call call) throws IOException {
    return switch (verb) {
      case "status" -> status(call);
      case "stop" -> stop(call);
      default -> info(call);
    };
  }

  /// Exits 0 when it runs and 1 when it does not.
  private static int status(Call call) throws IOException {
    EngineClient engine = call.runningEngine();
    String socket = call.globals().engine().socket().toString();
    if (!engine.answers()) {
      call.out().println("the engine is not running (" + socket + ")");
      return 1;
    }
    Fields version = Fields.of(engine.json(Request.get("/version")));
    Fields info = Fields.of(engine.json(Request.get("/info")));
    call.out().println("the engine is running");
    line(call, "socket", socket);
    line(call, "version", version.text("Version"));
    line(call, "API", version.text("MinAPIVersion") + " to " + version.text("ApiVersion"));
    line(
        call,
        "containers",
        info.number("Containers") + ", " + info.number("ContainersRunning") + " running");
    line(call, "log", EngineStarter.log(call.globals().engine()).toString());
    return 0;
  }

  /// Returns when its process has ended.
  private static int stop(Call call) throws IOException {
    EngineClient engine = call.runningEngine();
    if (!engine.answers()) {
      call.err().println("the engine is not running");
      return 0;
    }
    awaitEnd(Path.of(Fields.of(engine.json(Request.post("/system/stop"))).text("Lock")));
    call.err().println("stopped the engine; containers go on");
    return 0;
  }

  /// The first byte of this file is locked by an engine as long as its process lives.
  private static void awaitEnd(Path lock) throws IOException {
    try (FileChannel file = FileChannel.open(lock, StandardOpenOption.READ);
        var _ = file.lock(0, 1, true)) {}
  }

  private static int info(Call call) throws IOException {
    Fields info = Fields.of(call.engine().json(Request.get("/info")));
    String format = call.text("--format");
    if (format.equals("json")) {
      call.out().println(JsonText.write(info.json()));
      return 0;
    }
    if (!format.isEmpty()) {
      call.out().println(GoTemplate.parse(format).apply(info.json()));
      return 0;
    }
    line(call, "version", info.text("ServerVersion"));
    line(call, "root", info.text("DockerRootDir"));
    line(call, "socket", call.globals().engine().socket().toString());
    line(call, "kernel", info.text("KernelVersion") + " " + info.text("Architecture"));
    line(call, "system", info.text("OperatingSystem"));
    line(call, "cgroups", "v" + info.text("CgroupVersion"));
    line(call, "CPUs", String.valueOf(info.number("NCPU")));
    line(call, "memory", info.number("MemTotal") / (1024 * 1024) + " MiB");
    line(
        call,
        "containers",
        "%d: %d running, %d paused, %d stopped"
            .formatted(
                info.number("Containers"),
                info.number("ContainersRunning"),
                info.number("ContainersPaused"),
                info.number("ContainersStopped")));
    line(call, "images", String.valueOf(info.number("Images")));
    line(call, "security", String.join(", ", info.texts("SecurityOptions")));
    return 0;
  }

  private static void line(Call call, String name, String value) {
    call.out().println("  " + name + " ".repeat(12 - name.length()) + value);
  }
}
