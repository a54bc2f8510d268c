package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;

import io.davit.model.schema.ObjectShape.Attribute;
import io.davit.model.schema.Sequences.Rule;
import io.davit.model.schema.ShortForm.LongForm;
import io.davit.model.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A job (compose-spec jobs.md, under discussion as pull request 642): a container that runs to its
/// end, when it is asked for or by a schedule. It has the attributes of a service but those of what
/// runs for long.
final class JobShape {
  private static final Set<String> OF_SERVICES =
      Set.of(
          "attach",
          "container_name",
          "deploy",
          "develop",
          "extends",
          "post_start",
          "pre_start",
          "pre_stop",
          "provider",
          "restart",
          "scale");

  private JobShape() {}

  static ObjectShape shape(ObjectShape service) {
    List<Attribute> all = new ArrayList<>();
    all.add(optional("triggers", triggers()));
    for (Attribute attribute : service.attributes().values()) {
      boolean shared = !OF_SERVICES.contains(attribute.name());
      all.add(
          shared
              ? attribute
              : optional(attribute.name(), Shape.of(Schema.type("null"), JobShape::ofServices)));
    }
    return ObjectShape.of(all.toArray(Attribute[]::new));
  }

  private static Optional<Node> ofServices(Node node, Place place) {
    place.error(
        "is for services, not for jobs", node.span(), "remove it: a job runs once, to its end");
    return Optional.empty();
  }

  private static ObjectShape triggers() {
    Shape schedule =
        ShortForm.ofText(
            cron -> new LongForm(cron.span()).put("cron", cron.text()).build(),
            ObjectShape.of(
                ObjectShape.required("cron", Scalars.parsed(Scalars.string(), Cron::parse)),
                optional("timezone", Scalars.parsed(Scalars.string(), Cron::zone))));
    return ObjectShape.of(
        optional("schedule", Sequences.stringOrList(schedule, Rule.APPEND)),
        optional("manual", Scalars.bool()).whenFalse());
  }
}
