package io.davit.cli.command;

import com.google.gson.JsonObject;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.JsonText;
import io.davit.cli.render.ExplanationText;
import io.davit.cli.render.Table;
import io.davit.model.NameStyle;
import io.davit.model.Project;
import io.davit.model.canonical.CanonicalForm;
import io.davit.model.canonical.ConfigOptions;
import io.davit.model.canonical.ServiceDeclaration;
import io.davit.model.load.Explanation;
import io.davit.model.load.LoadRequest;
import io.davit.model.load.LoadStep;
import io.davit.model.load.ProjectLoader;
import io.davit.model.load.Selection;
import io.davit.model.load.UnexpandedProject;
import io.davit.model.schema.ProjectShape;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/// `config`: the compose files merged, interpolated and in full, or one aspect of them. No engine
/// is asked, unless for the digests of images.
public final class ConfigCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .flag("-q --quiet", "Only check the files.")
        .value("--format", "FORMAT", "yaml or json.")
        .value("-o --output", "FILE", "Write it there.")
        .flag("--services", "Print names of services, one a line, dependencies first.")
        .flag("--volumes", "Print names of volumes.")
        .flag("--networks", "Print names of networks.")
        .flag("--models", "Print names of models.")
        .flag("--images", "Print the image of each service.")
        .flag("--profiles", "Print names of profiles.")
        .flag("--environment", "Print the variables that the files are expanded with.")
        .flag(
            "--variables", "Print the variables that the files mention, as a table or by --format.")
        .value("--hash", "SERVICE", "Print the hash that up writes into a label; * is all.")
        .value("--explain", "PATH", "Say where a value comes from: services.web.ports[0].")
        .flag("--schema", "Print a JSON Schema of compose files, for editors.")
        .flag("--resolve-image-digests", "Name images by digest, as the engine has them.")
        .flag("--lock-image-digests", "Print an override file with the digests of images.")
        .flag("--no-interpolate", "Leave variables as they stand.")
        .flag("--no-normalize", "Leave unsaid what the files leave unsaid.")
        .flag("--no-path-resolution", "Leave relative paths as they stand.")
        .flag("--no-consistency", "Do not check that what is named exists.")
        .flag("--no-env-resolution", "Leave env_file as it stands.")
        .services();
  }

  @Override
  public int run(Call call) throws IOException {
    String format = call.choice("--format", "yaml", "json");
    if (call.flag("--schema")) {
      call.out().println(JsonText.pretty(ProjectShape.schema()));
    } else if (call.given("--explain")) {
      explain(call, format);
    } else if (call.flag("--variables")) {
      variables(call, format);
    } else if (call.flag("--no-interpolate")) {
      unexpanded(call, format);
    } else if (call.given("--hash")) {
      hashes(call, DeclaredProject.load(call, List.of()).loaded().project());
    } else if (call.flag("--environment")) {
      environment(call, DeclaredProject.load(call, call.arguments()));
    } else if (call.flag("--profiles")) {
      print(call, DeclaredProject.load(call, call.arguments()).loaded().profiles());
    } else {
      shown(call, format);
    }
    return 0;
  }

  private static void shown(Call call, String format) throws IOException {
    boolean allResources = call.globals().project().allResources();
    List<String> names = ofAllServices(call) ? List.of() : call.arguments();
    Mapping project = Selection.of(canonical(call, names), names, allResources);
    if (call.flag("--services")) {
      print(call, Selection.inDependencyOrder(project));
    } else if (call.flag("--images")) {
      LoadRequest request = call.globals().request(call.around());
      print(call, images(project, request.names(call.around().variable("COMPOSE_COMPATIBILITY"))));
    } else if (call.flag("--volumes")) {
      print(call, section(project, "volumes").keySet());
    } else if (call.flag("--networks")) {
      print(call, section(project, "networks").keySet());
    } else if (call.flag("--models")) {
      print(call, section(project, "models").keySet());
    } else {
      boolean lock = call.flag("--lock-image-digests");
      if (lock || call.flag("--resolve-image-digests")) {
        project = new ImageDigests(call.engine()).resolved(project);
      }
      write(call, format, lock ? ImageDigests.imagesOnly(project) : project, ConfigOptions.ALL);
    }
  }

  /// Lists of names are those of the whole project: Docker Compose does not look at the services
  /// that are named with these flags.
  private static boolean ofAllServices(Call call) {
    return Stream.of("--services", "--volumes", "--networks", "--models").anyMatch(call::flag);
  }

  private static Mapping canonical(Call call, List<String> names) throws IOException {
    Set<LoadStep> without = EnumSet.noneOf(LoadStep.class);
    addIf(
        call.flag("--no-normalize") || call.globals().project().compatibility(),
        LoadStep.NORMALIZATION,
        without);
    addIf(call.flag("--no-path-resolution"), LoadStep.PATHS, without);
    addIf(call.flag("--no-consistency"), LoadStep.CONSISTENCY, without);
    addIf(call.flag("--no-env-resolution"), LoadStep.ENV_FILES, without);
    return without.isEmpty()
        ? DeclaredProject.load(call, names).loaded().canonical()
        : DeclaredProject.loadInPart(call, names, without);
  }

  private static void addIf(boolean given, LoadStep step, Set<LoadStep> steps) {
    if (given) {
      steps.add(step);
    }
  }

  private static Map<String, Node.Entry> section(Mapping project, String name) {
    return project.get(name).orElse(project) instanceof Mapping section
            && project.get(name).isPresent()
        ? section.entries()
        : Map.of();
  }

  /// One for each service; what is only built has the name that it will be given.
  private static List<String> images(Mapping project, NameStyle names) {
    String name = ImageDigests.text(project, "name");
    return section(project, "services").entrySet().stream()
        .map(
            service -> {
              String image = ImageDigests.text((Mapping) service.getValue().value(), "image");
              return image.isEmpty() ? names.join(name, service.getKey()) : image;
            })
        .toList();
  }

  private static void environment(Call call, DeclaredProject declared) {
    new TreeMap<>(declared.loaded().environment())
        .forEach((name, value) -> call.out().println(name + "=" + value));
  }

  private static void print(Call call, Collection<String> words) {
    if (!call.flag("--quiet")) {
      words.forEach(call.out()::println);
    }
  }

  private static void hashes(Call call, Project project) {
    JsonObject declared = CanonicalForm.toJson(project).getAsJsonObject("services");
    String wanted = call.text("--hash");
    Collection<String> names =
        wanted.equals("*") ? project.services().keySet() : Arrays.asList(wanted.split(",", -1));
    for (String name : new TreeSet<>(names)) {
      String hash =
          ServiceDeclaration.of(project, project.service(name), declared.getAsJsonObject(name))
              .hash();
      call.out().println(name + " " + hash);
    }
  }

  private static void explain(Call call, String format) throws IOException {
    LoadRequest request = DeclaredProject.request(call, List.of());
    Explanation explanation = ProjectLoader.explain(request, call.text("--explain"));
    call.out()
        .print(
            format.equals("json")
                ? JsonText.pretty(ExplanationText.json(explanation)) + "\n"
                : ExplanationText.text(explanation));
  }

  private static void unexpanded(Call call, String format) throws IOException {
    UnexpandedProject project = DeclaredProject.loadUnexpanded(call, call.arguments());
    if (call.flag("--services")) {
      print(call, section(project.canonical(), "services").keySet());
    } else {
      write(call, format, project.canonical(), ConfigOptions.UNEXPANDED);
    }
  }

  private static void variables(Call call, String format) throws IOException {
    UnexpandedProject project = DeclaredProject.loadUnexpanded(call, call.arguments());
    if (call.given("--format")) {
      call.out()
          .print(
              format.equals("json")
                  ? JsonText.pretty(VariableUseText.json(project.variables())) + "\n"
                  : VariableUseText.yaml(project.variables()));
      return;
    }
    Table table = new Table().row("NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE");
    for (UnexpandedProject.VariableUse use : project.variables()) {
      String required = String.valueOf(use.required());
      table.row(use.name(), required, use.defaultValue(), use.alternateValue());
    }
    call.out().print(table.text());
  }

  private static void write(Call call, String format, Mapping project, ConfigOptions options)
      throws IOException {
    if (call.flag("--quiet")) {
      return;
    }
    String text =
        format.equals("json")
            ? JsonText.pretty(CanonicalForm.toJson(project, options)) + "\n"
            : CanonicalForm.toYaml(project, options);
    if (call.given("--output")) {
      Files.writeString(call.around().directory().resolve(call.text("--output")), text);
    } else {
      call.out().print(text);
    }
  }
}
