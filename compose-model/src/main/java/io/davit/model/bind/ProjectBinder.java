package io.davit.model.bind;

import io.davit.model.FileResource;
import io.davit.model.FileResource.Content;
import io.davit.model.Network;
import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.Volume;
import io.davit.model.report.Problems;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a [Project] of a canonical tree.
public final class ProjectBinder {
  private final ProjectContext context;
  private final Problems problems;

  private ProjectBinder(ProjectContext context, Problems problems) {
    this.context = context;
    this.problems = problems;
  }

  /// @param project canonical, without `deploy`, with names and absolute paths
  /// @param problems told of secrets and configs that nothing fills
  public static Project bind(Mapping project, ProjectContext context, Problems problems) {
    return new ProjectBinder(context, problems).bind(Fields.of(project));
  }

  private interface Part<T> {
    T bind(String key, Fields fields);
  }

  private Project bind(Fields project) {
    Map<String, Service> services = each(project, "services", ServiceBinder::bind);
    return new Project(
        project.text("name"),
        context.workingDirectory(),
        context.files(),
        services,
        context.disabledServices(),
        each(project, "networks", ProjectBinder::network),
        each(project, "volumes", ProjectBinder::volume),
        each(project, "configs", (key, fields) -> resource("config", key, fields)),
        each(project, "secrets", (key, fields) -> resource("secret", key, fields)),
        Spans.of(project.mapping()));
  }

  private static <T> Map<String, T> each(Fields project, String key, Part<T> part) {
    Map<String, T> all = new LinkedHashMap<>();
    for (Map.Entry<String, Entry> entry : project.entries(key).entrySet()) {
      Entry value = entry.getValue();
      all.put(entry.getKey(), part.bind(entry.getKey(), Fields.of(value.value(), value.keySpan())));
    }
    return all;
  }

  private static Network network(String key, Fields fields) {
    List<Network.Pool> pools = new ArrayList<>();
    for (Node node : fields.child("ipam").items("config")) {
      Fields pool = Fields.of(node);
      pools.add(new Network.Pool(pool.text("subnet"), pool.text("ip_range"), pool.text("gateway")));
    }
    return new Network(
        key,
        fields.text("name"),
        fields.optional("driver").orElse("bridge"),
        fields.pairs("driver_opts"),
        pools,
        fields.flag("internal"),
        fields.flag("attachable"),
        fields.flag("external"),
        fields.pairs("labels"),
        fields.span());
  }

  private static Volume volume(String key, Fields fields) {
    return new Volume(
        key,
        fields.text("name"),
        fields.optional("driver").orElse("local"),
        fields.pairs("driver_opts"),
        fields.flag("external"),
        fields.pairs("labels"),
        fields.span());
  }

  private FileResource resource(String kind, String key, Fields fields) {
    return new FileResource(key, fields.text("name"), content(kind, key, fields), fields.span());
  }

  private Content content(String kind, String key, Fields fields) {
    Optional<String> file = fields.optional("file");
    Optional<String> variable = fields.optional("environment");
    Optional<String> inline = fields.optional("content");
    if (file.isPresent() && variable.isEmpty() && inline.isEmpty()) {
      return new Content.File(Path.of(file.get()));
    }
    if (variable.isPresent() && file.isEmpty() && inline.isEmpty()) {
      Optional<String> value = context.environment().get(variable.get());
      if (value.isEmpty()) {
        problems.error(
            "%s \"%s\" is made of the variable \"%s\", which is not set"
                .formatted(kind, key, variable.get()),
            fields.child("environment").span(),
            "set it in the environment or in .env");
      }
      return new Content.Environment(variable.get(), value.orElse(""));
    }
    if (inline.isEmpty() || file.isPresent() || variable.isPresent()) {
      String known = kind.equals("secret") ? "file, environment" : "file, environment, content";
      problems.error(
          "%s \"%s\" must have exactly one of %s".formatted(kind, key, known),
          fields.span(),
          "say where its content comes from, in one way");
    }
    return new Content.Inline(inline.orElse(""));
  }
}
