package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;

import io.davit.model.schema.Mappings.Lone;
import io.davit.model.schema.ObjectShape.Attribute;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import java.util.Optional;

/// Configs and secrets as declared (compose-spec 08-configs.md, 09-secrets.md), and the credential
/// specification that may be a config.
final class FileResourceShapes {
  private static final Shape STRING = Scalars.string();

  private FileResourceShapes() {}

  static Shape config() {
    return new External(
        ObjectShape.of(
            optional("name", STRING),
            optional("file", STRING),
            optional("environment", STRING),
            optional("content", STRING).always(),
            external("give it a \"file\", an \"environment\" or a \"content\""),
            labels(),
            templateDriver()));
  }

  static Shape secret() {
    String instead = "give it a \"file\" or an \"environment\"";
    return new External(
        ObjectShape.of(
            optional("name", STRING),
            optional("file", STRING),
            optional("environment", STRING),
            external(instead),
            labels(),
            optional("driver", STRING).notYet(instead),
            optional(
                    "driver_opts",
                    Mappings.map(Scalars.stringOrNumber(), Mappings.Entries.REPLACED))
                .withoutEffect("there are no secret drivers"),
            templateDriver()));
  }

  private static Attribute external(String instead) {
    return optional("external", Scalars.bool()).notYet(instead);
  }

  private static Attribute labels() {
    return optional("labels", Mappings.keyValues(Lone.EMPTY))
        .withoutEffect("nothing carries these labels");
  }

  private static Attribute templateDriver() {
    return optional("template_driver", STRING).notYet("write the content as it should be");
  }

  /// 05-services.md#credential_spec, of Windows.
  static Shape credentialSpec() {
    return new OneOf(
        ObjectShape.of(
            optional("config", STRING), optional("file", STRING), optional("registry", STRING)));
  }

  private record OneOf(ObjectShape inner) implements Around {
    @Override
    public Optional<Node> canonical(Node node, Place place) {
      boolean several =
          node instanceof Mapping mapping
              && mapping.entries().keySet().stream().filter(key -> !key.startsWith("x-")).count()
                  > 1;
      if (several && place.complete()) {
        place.error(
            "has more than one of config, file, registry",
            node.span(),
            "say in one way where the specification is");
      }
      return inner.canonical(node, place);
    }
  }
}
