package io.davit.model.schema;

import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import java.util.Optional;

/// A resource that may be declared elsewhere: `external: true`. Reads the old form, too, in which
/// the name stands below: `external: {name: NAME}`.
record External(Shape inner) implements Around {
  @Override
  public Schema schema() {
    return inner
        .schema()
        .withProperty("external", Schema.anyOf(Schema.BOOL, Schema.map(Schema.STRING)));
  }

  @Override
  public Optional<Node> canonical(Node node, Place place) {
    boolean old =
        node instanceof Mapping resource
            && resource.get("external").filter(Mapping.class::isInstance).isPresent();
    return inner.canonical(old ? renewed((Mapping) node, place.key("external")) : node, place);
  }

  private static Mapping renewed(Mapping resource, Place place) {
    Mapping old = (Mapping) resource.get("external").orElse(resource);
    Mapping renewed =
        resource.with(
            "external", new Entry(resource.keySpan("external"), Scalar.bool(true, old.span())));
    for (String key : old.entries().keySet()) {
      if (!key.equals("name")) {
        place.error(
            "has an unknown attribute \"%s\"".formatted(key),
            old.keySpan(key),
            "write \"external: true\", and \"name\" beside it");
      }
    }
    Entry name = old.entries().get("name");
    if (name == null) {
      return renewed;
    }
    Optional<String> beside = Mappings.text(resource, "name");
    if (beside.isPresent() && !beside.equals(Mappings.text(old, "name"))) {
      place.error(
          "has another name than the \"%s\" beside it".formatted(beside.get()),
          name.span(),
          "write \"external: true\", and one \"name\" beside it");
    }
    place.warning(
        "with the name below it is deprecated",
        name.keySpan(),
        "write \"external: true\", and \"name\" beside it");
    return Mappings.withDefault(renewed, "name", name.value());
  }
}
