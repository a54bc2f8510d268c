package io.davit.model.load;

import io.davit.model.schema.ProjectShape;
import io.davit.model.schema.Suggestion;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Follows `extends` (compose-spec 05-services.md#extends): a service begins with all that another
/// one says, of this file or of another, by the same rules as a file that overrides a file.
final class Inheritance {
  private final Documents documents;
  private final Documents.Context context;
  private final Map<Path, Mapping> others = new HashMap<>();

  Inheritance(Documents documents, Documents.Context context) {
    this.documents = documents;
    this.context = context;
  }

  /// @param before what earlier files say: their services can be extended, too
  Mapping resolve(Mapping document, Optional<Mapping> before) {
    Mapping services = Trees.child(document, "services");
    boolean any =
        services.entries().values().stream()
            .anyMatch(e -> e.value() instanceof Mapping m && m.get("extends").isPresent());
    if (!any) {
      return document;
    }
    Map<String, Entry> known = new LinkedHashMap<>();
    before.ifPresent(base -> known.putAll(Trees.child(base, "services").entries()));
    known.putAll(services.entries());
    Mapping all = new Mapping(known, services.span());
    Map<String, Entry> resolved = new LinkedHashMap<>();
    services
        .entries()
        .forEach(
            (name, entry) -> {
              Node value =
                  entry.value() instanceof Mapping service
                      ? extended(name, service, all, new ArrayList<>())
                      : entry.value();
              resolved.put(name, new Entry(entry.keySpan(), value));
            });
    return document.with(
        "services",
        new Entry(document.keySpan("services"), new Mapping(resolved, services.span())));
  }

  /// @param chain the services that led here, for finding circles
  private Mapping extended(String name, Mapping service, Mapping services, List<String> chain) {
    Mapping extension = Trees.child(service, "extends");
    Optional<Scalar> target = Trees.scalar(extension, "service");
    if (target.isEmpty()) {
      return service;
    }
    Mapping own = service.without("extends");
    List<String> longer = new ArrayList<>(chain);
    longer.add(name);
    if (chain.contains(name)) {
      documents
          .problems()
          .error(
              "services extend each other in a circle: " + String.join(" → ", longer),
              target.get().span(),
              "remove one extends of the circle");
      documents.problems().refuse(own.span(), "image");
      return own;
    }
    Optional<Scalar> file = Trees.scalar(extension, "file");
    Optional<Mapping> base =
        file.isPresent()
            ? fromFile(name, file.get(), target.get())
            : fromHere(name, target.get(), services, longer);
    if (base.isEmpty()) {
      documents.problems().refuse(own.span(), "image");
    }
    return base.map(found -> (Mapping) ProjectShape.service().merge(found, own)).orElse(own);
  }

  private Optional<Mapping> fromHere(
      String name, Scalar target, Mapping services, List<String> chain) {
    if (services.get(target.text()).orElse(target) instanceof Mapping base) {
      return Optional.of(extended(target.text(), base, services, chain));
    }
    undefined(name, target, services);
    return Optional.empty();
  }

  private Optional<Mapping> fromFile(String name, Scalar path, Scalar target) {
    Path file = context.paths().absolute(path.text());
    if (context.chain().contains(file)) {
      documents
          .problems()
          .error(
              "\"%s\" extends a service of itself through other files".formatted(path.text()),
              path.span(),
              "remove one extends of the circle");
      return Optional.empty();
    }
    Mapping known = others.get(file);
    if (known == null) {
      Optional<SourceText> text = documents.sources().readIfPresent(file);
      if (text.isEmpty()) {
        documents
            .problems()
            .error(
                "extended file \"%s\" does not exist".formatted(path.text()),
                path.span(),
                "check the path: it begins at \"%s\""
                    .formatted(documents.sources().display(context.directory())));
        return Optional.empty();
      }
      Path parent = Optional.ofNullable(file.getParent()).orElse(context.directory());
      Documents.Context inner = context.in(parent, context.environment(), file);
      known =
          documents
              .merge(List.of(documents.parse(text.get())), inner)
              .map(Merging::withoutDirectives)
              .map(inner.paths()::in)
              .orElseGet(() -> new Mapping(Map.of(), path.span()));
      others.put(file, known);
    }
    Mapping services = Trees.child(known, "services");
    if (services.get(target.text()).orElse(target) instanceof Mapping base) {
      return Optional.of(base);
    }
    undefined(name, target, services);
    return Optional.empty();
  }

  private void undefined(String name, Scalar target, Mapping services) {
    documents
        .problems()
        .error(
            "service \"%s\" extends undefined service \"%s\"".formatted(name, target.text()),
            target.span(),
            Suggestion.nearest(target.text(), services.entries().keySet())
                .map("did you mean \"%s\"?"::formatted)
                .orElse("declare it below \"services:\" of that file"));
  }
}
