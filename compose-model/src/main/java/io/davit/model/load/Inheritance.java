package io.davit.model.load;

import io.davit.model.load.Documents.Extending;
import io.davit.model.schema.ProjectShape;
import io.davit.model.schema.Suggestion;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Tagged;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Follows `extends` (compose-spec 05-services.md#extends): a service begins with all that another
/// one says, of this file or of another, by the same rules as a file that overrides a file.
final class Inheritance {
  private static final int CHAIN_MAX = 100;

  private final Documents documents;
  private final Documents.Context context;
  private final String file;
  private final Node written;

  /// @param file the document's
  /// @param written the document before its variables were expanded
  Inheritance(Documents documents, Documents.Context context, String file, Node written) {
    this.documents = documents;
    this.context = context;
    this.file = file;
    this.written = written;
  }

  /// One document's services, and those of earlier files, which can be extended, too.
  private record Known(Mapping document, Mapping own, Mapping before) {
    Optional<Node> service(String name) {
      return own.get(name).or(() -> before.get(name));
    }

    List<String> names() {
      List<String> names = new ArrayList<>(own.entries().keySet());
      names.addAll(before.entries().keySet());
      return names;
    }
  }

  /// @param before what earlier files say
  /// @param wanted the services to look at; the others stay as they are
  Mapping resolve(Mapping document, Optional<Mapping> before, Predicate<String> wanted) {
    Mapping services = Trees.child(document, "services");
    Mapping earlier =
        Trees.child(before.orElseGet(() -> new Mapping(Map.of(), services.span())), "services");
    Known known = new Known(document, services, earlier);
    Map<String, Entry> resolved = new LinkedHashMap<>();
    boolean changed = false;
    for (Map.Entry<String, Entry> service : services.entries().entrySet()) {
      String name = service.getKey();
      Node value = service.getValue().value();
      if (wanted.test(name) && extendsAnother(value)) {
        changed = true;
        value = extended(name, value, known, context.extending(), context.history());
      }
      resolved.put(name, new Entry(service.getValue().keySpan(), value));
    }
    return changed
        ? document.with(
            "services",
            new Entry(document.keySpan("services"), new Mapping(resolved, services.span())))
        : document;
  }

  /// Tests of a kind one after the other: a switch over patterns is linked anew by every process.
  private static boolean extendsAnother(Node service) {
    return service instanceof Tagged tagged
        ? extendsAnother(tagged.node())
        : service instanceof Mapping mapping && mapping.get("extends").isPresent();
  }

  /// @param chain the services that led here, for finding circles
  /// @param into gets what the extended services say
  private Node extended(
      String name, Node service, Known known, List<Extending> chain, History into) {
    if (service instanceof Tagged(Node.Directive directive, Node inner)) {
      return new Tagged(directive, extended(name, inner, known, chain, into));
    }
    if (!extendsAnother(service) || !(service instanceof Mapping mapping)) {
      return service;
    }
    Mapping own = mapping.without("extends");
    Mapping extension = Trees.child(mapping, "extends");
    Optional<Scalar> target = Trees.scalar(extension, "service");
    if (target.isEmpty()) {
      return own;
    }
    if (chain.size() == CHAIN_MAX) {
      documents
          .problems()
          .error(
              "more than %d services extend each other in a row".formatted(CHAIN_MAX),
              target.get().span(),
              "remove one extends of the row");
      return own;
    }
    List<Extending> longer = new ArrayList<>(chain);
    longer.add(new Extending(file, name));
    History said = into.part();
    Optional<Scalar> path = Trees.scalar(extension, "file");
    Optional<Mapping> base =
        path.isPresent()
            ? fromFile(name, path.get(), target.get(), longer, said)
            : fromHere(name, target.get(), known, longer, said);
    into.addExtended(said, target.get().text(), name, target.get().span());
    boolean broken = base.isEmpty() || documents.problems().isRefused(base.get().span(), "image");
    if (broken) {
      documents.problems().refuse(own.span(), "image");
    }
    if (base.isEmpty()) {
      return own;
    }
    DoubledPorts.tell(name, base.get(), own, documents.problems());
    return Merging.withDirectives(own, (Mapping) ProjectShape.service().merge(base.get(), own));
  }

  private Optional<Mapping> fromHere(
      String name, Scalar target, Known known, List<Extending> chain, History said) {
    if (isCircle(new Extending(file, target.text()), target, chain)) {
      return Optional.empty();
    }
    Optional<Node> found = known.service(target.text());
    if (found.isEmpty()) {
      undefined(name, target, known.names());
      return Optional.empty();
    }
    Node base = found.get();
    if (known.own().get(target.text()).isPresent()) {
      base = extended(target.text(), base, known, chain, said);
      said.add(known.document(), written, context.environment());
    } else {
      said.addAll(context.history());
    }
    return Merging.withoutDirectives(base) instanceof Mapping mapping
        ? Optional.of(mapping)
        : Optional.empty();
  }

  private boolean isCircle(Extending next, Scalar where, List<Extending> chain) {
    int start = chain.indexOf(next);
    if (start < 0) {
      return false;
    }
    List<Extending> circle = new ArrayList<>(chain.subList(start, chain.size()));
    if (!documents.isNew(circle)) {
      return true;
    }
    circle.add(next);
    boolean oneFile = circle.stream().allMatch(step -> step.file().equals(file));
    List<String> names = new ArrayList<>();
    for (Extending step : circle) {
      names.add(oneFile ? step.service() : step.service() + " (" + step.file() + ")");
    }
    documents
        .problems()
        .error(
            "services extend each other in a circle: " + String.join(" → ", names),
            where.span(),
            "remove one extends of the circle");
    return true;
  }

  private Optional<Mapping> fromFile(
      String name, Scalar path, Scalar target, List<Extending> chain, History said) {
    Optional<Path> located = documents.located("extended file", path, context);
    if (located.isEmpty()) {
      return Optional.empty();
    }
    Path other = located.get();
    String shown = documents.sources().display(other);
    if (isCircle(new Extending(shown, target.text()), target, chain)) {
      return Optional.empty();
    }
    Optional<Documents.Parsed> parsed =
        documents.named("extended file", path, other, context.directory());
    if (parsed.isEmpty()) {
      return Optional.empty();
    }
    Path parent = Optional.ofNullable(other.getParent()).orElse(context.directory());
    Documents.Context inner = context.extended(parent, chain);
    Mapping services =
        documents
            .merge(List.of(parsed.get()), inner, target.text()::equals)
            .map(inner.paths()::in)
            .map(file -> Trees.child(file, "services"))
            .orElseGet(() -> new Mapping(Map.of(), path.span()));
    said.addAll(inner.history());
    if (services.get(target.text()).orElse(target) instanceof Mapping base) {
      return Optional.of(base);
    }
    undefined(name, target, List.copyOf(services.entries().keySet()));
    return Optional.empty();
  }

  private void undefined(String name, Scalar target, List<String> known) {
    documents
        .problems()
        .error(
            "service \"%s\" extends undefined service \"%s\"".formatted(name, target.text()),
            target.span(),
            Suggestion.nearest(target.text(), known)
                .map("did you mean \"%s\"?"::formatted)
                .orElse("declare it below \"services:\" of that file"));
  }
}
