package io.davit.model.canonical;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.davit.model.FileResource;
import io.davit.model.NameStyle;
import io.davit.model.Project;
import io.davit.model.Provenance;
import io.davit.model.bind.ProjectBinder;
import io.davit.model.bind.ProjectContext;
import io.davit.model.interpolate.Variables;
import io.davit.model.report.Problems;
import io.davit.model.schema.Place;
import io.davit.model.schema.ProjectShape;
import io.davit.model.yaml.Node.Mapping;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A project as JSON: a compose file in canonical form, and `x-davit` beside it for what a compose
/// file cannot say.
final class WireForm {
  private static final String ASIDE = "x-davit";
  private static final String DIRECTORY = "workingDirectory";
  private static final String FILES = "files";
  private static final String DISABLED = "disabledServices";
  private static final String VARIABLES = "variables";
  private static final String SOURCES = "sources";
  private static final String SPANS = "spans";
  private static final String NAMES = "names";

  private WireForm() {}

  static JsonObject write(Project project) {
    Tree tree =
        new Tree()
            .put("name", project.name())
            .map("services", each(project.services(), CanonicalForm::serviceTree))
            .map("networks", each(project.networks(), CanonicalForm::networkTree))
            .map("volumes", each(project.volumes(), CanonicalForm::volumeTree))
            .map("secrets", each(project.secrets(), ResourceTrees::of))
            .map("configs", each(project.configs(), ResourceTrees::of));
    JsonObject json = (JsonObject) JsonTrees.toJson(tree.entries());
    json.add(ASIDE, aside(project));
    return json;
  }

  private static <T> Map<String, Object> each(
      Map<String, T> parts, Function<T, Map<String, @Nullable Object>> form) {
    Map<String, Object> trees = new LinkedHashMap<>();
    parts.forEach((key, part) -> trees.put(key, form.apply(part)));
    return trees;
  }

  private static JsonObject aside(Project project) {
    JsonObject aside = new JsonObject();
    aside.addProperty(DIRECTORY, project.workingDirectory().toString());
    aside.add(FILES, texts(project.files().stream().map(Path::toString).toList()));
    aside.add(DISABLED, texts(project.disabledServices()));
    JsonObject variables = new JsonObject();
    List<FileResource> resources = new ArrayList<>(project.secrets().values());
    resources.addAll(project.configs().values());
    for (FileResource resource : resources) {
      if (resource.content() instanceof FileResource.Content.Environment(var name, var value)) {
        variables.addProperty(name, value);
      }
    }
    aside.add(VARIABLES, variables);
    SpanText spans = SpanText.of(project.provenance());
    aside.add(SOURCES, texts(spans.sources()));
    aside.addProperty(SPANS, spans.text());
    if (project.names() != NameStyle.HYPHENS) {
      aside.addProperty(NAMES, project.names().name());
    }
    return aside;
  }

  private static JsonArray texts(Iterable<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  static Project read(JsonObject json) {
    Problems problems = new Problems();
    JsonObject aside = json.has(ASIDE) ? json.getAsJsonObject(ASIDE) : new JsonObject();
    Provenance provenance = provenance(aside);
    JsonObject file = new JsonObject();
    json.asMap().forEach((key, value) -> addUnlessAside(file, key, value));
    Mapping root = JsonTrees.toNode(file, provenance);
    Mapping canonical =
        ProjectShape.shape()
            .canonical(root, Place.root(Place.Reading.WHOLE, problems))
            .map(Mapping.class::cast)
            .orElse(root);
    problems.throwIfErrors();
    Map<String, String> variables = new LinkedHashMap<>();
    object(aside, VARIABLES)
        .asMap()
        .forEach((name, value) -> variables.put(name, value.getAsString()));
    ProjectContext context =
        new ProjectContext(
            Path.of(aside.has(DIRECTORY) ? aside.get(DIRECTORY).getAsString() : "/"),
            strings(aside, FILES).stream().map(Path::of).toList(),
            Set.copyOf(strings(aside, DISABLED)),
            Variables.of(variables),
            aside.has(NAMES)
                ? NameStyle.valueOf(aside.get(NAMES).getAsString())
                : NameStyle.HYPHENS);
    Project project = ProjectBinder.bind(canonical, context);
    return new Project(
        project.name(),
        project.workingDirectory(),
        project.files(),
        project.services(),
        new LinkedHashSet<>(strings(aside, DISABLED)),
        project.networks(),
        project.volumes(),
        project.configs(),
        project.secrets(),
        provenance,
        project.names());
  }

  private static void addUnlessAside(JsonObject file, String key, JsonElement value) {
    if (!key.equals(ASIDE)) {
      file.add(key, value);
    }
  }

  private static JsonObject object(JsonObject json, String key) {
    return json.has(key) ? json.getAsJsonObject(key) : new JsonObject();
  }

  private static List<String> strings(JsonObject json, String key) {
    List<String> texts = new ArrayList<>();
    if (json.has(key)) {
      json.getAsJsonArray(key).forEach(item -> texts.add(item.getAsString()));
    }
    return texts;
  }

  private static Provenance provenance(JsonObject aside) {
    if (!(aside.get(SPANS) instanceof JsonPrimitive spans)) {
      return new Provenance(_ -> {});
    }
    Provenance provenance = new SpanText(strings(aside, SOURCES), spans.getAsString()).read();
    try {
      provenance.spans();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidInput(
          "\"%s\" of \"%s\" does not say where values were written".formatted(SPANS, ASIDE),
          new Resource("model", SPANS),
          "send it as davit wrote it, or leave \"%s\" out".formatted(ASIDE));
    }
    return provenance;
  }
}
