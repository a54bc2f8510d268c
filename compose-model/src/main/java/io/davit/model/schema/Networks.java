package io.davit.model.schema;

import static io.davit.model.schema.ObjectShape.optional;

import io.davit.model.schema.Mappings.Entries;
import io.davit.model.schema.Mappings.Lone;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import java.util.List;

/// A network of the project (compose-spec 06-networks.md).
final class Networks {
  private static final Shape OPTIONS = Mappings.map(Scalars.stringOrNumber(), Entries.REPLACED);

  private Networks() {}

  static Shape shape() {
    ObjectShape network =
        ObjectShape.of(
            optional("name", Scalars.string()),
            optional("driver", new Limited(Scalars.string(), Networks::driver)),
            optional("driver_opts", OPTIONS),
            optional("ipam", ipam()),
            optional("external", Scalars.bool()),
            optional("internal", Scalars.bool()),
            optional("attachable", Scalars.bool()),
            optional("labels", Mappings.keyValues(Lone.EMPTY)),
            optional("enable_ipv4", new Limited(Scalars.bool(), Networks::ipv4)).always(),
            optional("enable_ipv6", new Limited(Scalars.bool(), Networks::ipv6)).always());
    return new External(network.orNull());
  }

  private static Shape ipam() {
    ObjectShape pool =
        ObjectShape.of(
            optional("subnet", new Limited(Texts.subnet(), Texts::ipv4Only)),
            optional("gateway", new Limited(Texts.ip(), Texts::ipv4Only)),
            optional("ip_range", new Limited(Texts.subnet(), Texts::ipv4Only)),
            optional("aux_addresses", Mappings.map(Texts.ip(), Entries.REPLACED))
                .withoutEffect("containers may get these addresses, too"));
    return ObjectShape.of(
        optional("driver", new Limited(Scalars.string(), Networks::ipamDriver)),
        optional("config", Sequences.list(pool, Sequences.Rule.merged(Networks::subnet, pool))),
        optional("options", OPTIONS).withoutEffect("addresses are given out without options"));
  }

  private static String subnet(Node pool) {
    return Mappings.text((Mapping) pool, "subnet").orElse("");
  }

  private static Support driver(String text) {
    return text.equals("bridge")
        ? new Support.Honoured()
        : new Support.NotYet(
            Suggestion.nearest(text, List.of("bridge"))
                .map("did you mean \"%s\"?"::formatted)
                .orElse("use bridge"));
  }

  private static Support ipamDriver(String text) {
    return text.equals("default") ? new Support.Honoured() : new Support.NotYet("use default");
  }

  private static Support ipv4(String enabled) {
    return enabled.equals("true") ? new Support.Honoured() : new Support.NotYet("remove it");
  }

  private static Support ipv6(String enabled) {
    return enabled.equals("false")
        ? new Support.Honoured()
        : new Support.WithoutEffect(Texts.NO_IPV6);
  }
}
