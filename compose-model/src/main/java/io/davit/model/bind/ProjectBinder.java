package io.davit.model.bind;

import io.davit.model.FileResource;
import io.davit.model.FileResource.Content;
import io.davit.model.Network;
import io.davit.model.Project;
import io.davit.model.Service;
import io.davit.model.Volume;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes a [Project] of a canonical tree.
public final class ProjectBinder {
  private final ProjectContext context;

  private ProjectBinder(ProjectContext context) {
    this.context = context;
  }

  /// @param project canonical, without `deploy`, with names and absolute paths
  public static Project bind(Mapping project, ProjectContext context) {
    return new ProjectBinder(context).bind(Fields.of(project));
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
        each(withContent(project, "configs"), "configs", this::resource),
        each(withContent(project, "secrets"), "secrets", this::resource),
        Spans.of(project.mapping()),
        context.names());
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
      if (pool.text("subnet").indexOf(':') < 0) {
        pools.add(
            new Network.Pool(pool.text("subnet"), pool.text("ip_range"), pool.text("gateway")));
      }
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

  private FileResource resource(String key, Fields fields) {
    return new FileResource(key, fields.text("name"), content(fields), fields.span());
  }

  /// Those that the engine can fill. What is outside of the project, nobody brings up yet.
  private static Fields withContent(Fields project, String section) {
    Map<String, Entry> known = new LinkedHashMap<>(project.entries(section));
    known
        .values()
        .removeIf(
            entry ->
                !(entry.value() instanceof Mapping resource
                    && Stream.of("file", "environment", "content")
                        .anyMatch(key -> resource.get(key).isPresent())));
    Mapping some = new Mapping(known, project.span());
    return Fields.of(project.mapping().with(section, new Entry(project.span(), some)));
  }

  private Content content(Fields fields) {
    Optional<String> file = fields.optional("file");
    if (file.isPresent()) {
      return new Content.File(Path.of(file.get()));
    }
    Optional<String> variable = fields.optional("environment");
    if (variable.isEmpty()) {
      return new Content.Inline(fields.text("content"));
    }
    return new Content.Environment(
        variable.get(), context.environment().get(variable.get()).orElse(""));
  }
}
