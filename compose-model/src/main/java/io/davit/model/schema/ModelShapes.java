package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;
import static io.davit.model.schema.ObjectShape.required;

import io.davit.model.schema.Sequences.Rule;
import io.davit.model.yaml.Node.Scalar;

/// Language models (compose-spec 05-services.md#models and models.md).
final class ModelShapes {
  private ModelShapes() {}

  /// Declared below `models:`.
  static ObjectShape declared() {
    return ObjectShape.of(
        optional("name", Scalars.string()),
        required("model", Scalars.parsed(Scalars.string(), ServiceShape::image)),
        optional("context_size", Scalars.integer(0, Integer.MAX_VALUE)),
        optional("runtime_flags", Sequences.list(Scalars.string(), Rule.APPEND)));
  }

  /// Given to a service: names, or names with the variables that say where the model is.
  static Shape given() {
    Shape binding =
        ObjectShape.of(
                optional("endpoint_var", Scalars.string()), optional("model_var", Scalars.string()))
            .orNull();
    return ServiceParts.namesOr(
        Mappings.map(binding, Mappings.Entries.MERGED), name -> Scalar.absent(name.span()));
  }
}
