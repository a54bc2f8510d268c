package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;

import io.davit.model.schema.Mappings.Entries;
import io.davit.model.schema.Mappings.Lone;

/// A volume of the project (compose-spec 07-volumes.md).
final class Volumes {
  private Volumes() {}

  static Shape shape() {
    ObjectShape volume =
        ObjectShape.of(
            optional("name", Scalars.string()),
            optional("driver", new Limited(Scalars.string(), Volumes::driver)),
            optional("driver_opts", Mappings.map(Scalars.stringOrNumber(), Entries.REPLACED)),
            optional("external", Scalars.bool()),
            optional("labels", Mappings.keyValues(Lone.EMPTY)));
    return new External(volume.orNull());
  }

  private static Support driver(String text) {
    return text.equals("local") ? new Support.Honoured() : new Support.NotYet("use local");
  }
}
