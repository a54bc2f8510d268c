package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.JsonText;
import io.davit.cli.render.Table;
import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.canonical.CanonicalForm;
import io.davit.model.canonical.ConfigOptions;
import io.davit.model.load.UnexpandedProject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;

/// `config`: the compose files merged, interpolated and in full, or one aspect of them. No engine
/// is asked.
public final class ConfigCommand implements Command {
  /// What Compose writes here and Davit does not yet.
  private static final List<String> NOT_YET =
      List.of(
          "--resolve-image-digests",
          "--lock-image-digests",
          "--no-path-resolution",
          "--no-env-resolution",
          "--no-normalize",
          "--no-consistency");

  @Override
  public void describe(CommandSpec spec) {
    Flags flags =
        Flags.of(spec)
            .flag("-q --quiet", "Only check the files.")
            .value("--format", "FORMAT", "yaml or json.")
            .value("-o --output", "FILE", "Write it there.")
            .flag("--services", "Print names of services, one a line.")
            .flag("--volumes", "Print names of volumes.")
            .flag("--networks", "Print names of networks.")
            .flag("--images", "Print names of images.")
            .flag("--profiles", "Print names of profiles.")
            .flag("--environment", "Print the variables that the files are expanded with.")
            .flag("--variables", "Print the variables that the files mention.")
            .flag("--no-interpolate", "Leave variables as they stand.")
            .value("--hash", "SERVICE", "Print the hash of a service; * is all of them.");
    NOT_YET.forEach(flags::hiddenFlag);
    flags.services();
  }

  @Override
  public int run(Call call) throws IOException {
    for (String flag : NOT_YET) {
      if (call.flag(flag)) {
        throw CreationFlags.notYet(flag, "\"davit config\" prints the files in full");
      }
    }
    String format = call.choice("--format", "yaml", "json");
    if (call.flag("--no-interpolate") || call.flag("--variables")) {
      unexpanded(call, format);
      return 0;
    }
    DeclaredProject declared = DeclaredProject.load(call, call.arguments());
    Project project = declared.loaded().project();
    if (call.flag("--quiet")) {
      return 0;
    }
    if (call.flag("--services")) {
      print(call, project.services().keySet());
    } else if (call.flag("--volumes")) {
      print(call, project.volumes().keySet());
    } else if (call.flag("--networks")) {
      print(call, project.networks().keySet());
    } else if (call.flag("--images")) {
      print(call, project.services().values().stream().map(Service::image).distinct().toList());
    } else if (call.flag("--profiles")) {
      TreeSet<String> profiles = new TreeSet<>();
      project.services().values().forEach(s -> profiles.addAll(s.placement().profiles()));
      print(call, profiles);
    } else if (call.flag("--environment")) {
      new TreeMap<>(declared.loaded().environment())
          .forEach((name, value) -> call.out().println(name + "=" + value));
    } else if (call.given("--hash")) {
      hashes(call, project);
    } else {
      whole(call, declared, format);
    }
    return 0;
  }

  private static void print(Call call, Collection<String> words) {
    words.forEach(call.out()::println);
  }

  private static void hashes(Call call, Project project) {
    List<String> wanted = List.of(call.text("--hash").split(",", -1));
    for (Map.Entry<String, Service> entry : project.services().entrySet()) {
      if (wanted.contains("*") || wanted.contains(entry.getKey())) {
        String hash = CanonicalForm.hash(CanonicalForm.serviceTree(entry.getValue()));
        call.out().println(entry.getKey() + " " + hash);
      }
    }
  }

  private static void whole(Call call, DeclaredProject declared, String format) throws IOException {
    ConfigOptions options = new ConfigOptions(call.arguments(), true);
    String text =
        format.equals("json")
            ? JsonText.pretty(CanonicalForm.toJson(declared.loaded(), options)) + "\n"
            : CanonicalForm.toYaml(declared.loaded(), options);
    write(call, text);
  }

  private static void unexpanded(Call call, String format) throws IOException {
    UnexpandedProject project = DeclaredProject.loadUnexpanded(call, call.arguments());
    if (call.flag("--variables")) {
      Table table = new Table().row("NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE");
      for (UnexpandedProject.VariableUse use : project.variables()) {
        String required = String.valueOf(use.required());
        table.row(use.name(), required, use.defaultValue(), use.alternateValue());
      }
      call.out().print(table.text());
    } else if (format.equals("json")) {
      write(call, JsonText.pretty(CanonicalForm.toJson(project)) + "\n");
    } else {
      write(call, CanonicalForm.toYaml(project));
    }
  }

  private static void write(Call call, String text) throws IOException {
    if (call.given("--output")) {
      Files.writeString(call.around().directory().resolve(call.text("--output")), text);
    } else {
      call.out().print(text);
    }
  }
}
