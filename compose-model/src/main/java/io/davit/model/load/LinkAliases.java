package io.davit.model.load;

import io.davit.model.report.Problems;
import io.davit.model.schema.Links;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Entry;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.Node.Scalar;
import io.davit.model.yaml.Node.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `links: [SERVICE:ALIAS]` brings (compose-spec 05-services.md#links): in the networks that
/// both are in, the service has the alias as one more name. Docker tells that name to the linking
/// container alone; here everybody in the network hears it, which is why two links cannot give one
/// name to two services.
final class LinkAliases {
  private final Mapping services;
  private final Map<String, Claim> claims = new LinkedHashMap<>();

  /// @param service that an alias stands for
  private record Claim(String service, List<String> networks) {}

  private LinkAliases(Mapping services) {
    this.services = services;
  }

  /// A canonical project with the aliases below `networks`, and without `links`.
  static Mapping in(Mapping project) {
    LinkAliases aliases = new LinkAliases(Trees.child(project, "services"));
    aliases.collect(new Problems());
    Map<String, List<String>> names = aliases.byService();
    return Trees.edit(
        project,
        "services",
        all ->
            Trees.editEach(
                (Mapping) all,
                (name, service) ->
                    aliases.with(names.getOrDefault(name, List.of()), service.without("links"))));
  }

  private Map<String, List<String>> byService() {
    Map<String, List<String>> names = new HashMap<>();
    claims.forEach(
        (alias, claim) ->
            names.computeIfAbsent(claim.service(), _ -> new ArrayList<>()).add(alias));
    return names;
  }

  /// Tells of names that would stand for two services.
  static void tell(Mapping project, Problems problems) {
    new LinkAliases(Trees.child(project, "services")).collect(problems);
  }

  private void collect(Problems problems) {
    services
        .entries()
        .forEach(
            (name, entry) -> {
              for (Node node : Trees.items((Mapping) entry.value(), "links")) {
                Links link = Links.link(((Scalar) node).text());
                if (!link.detail().isEmpty() && !link.detail().equals(link.name())) {
                  claim(name, link, node, problems);
                }
              }
            });
  }

  private void claim(String from, Links link, Node at, Problems problems) {
    String alias = link.detail();
    Claim known = claims.get(alias);
    String owner = known == null ? alias : known.service();
    boolean taken = services.entries().containsKey(alias) || known != null;
    if (taken && !owner.equals(link.name())) {
      problems.error(
          "service \"%s\": links cannot call \"%s\" by the name \"%s\" yet, which is that of \"%s\" elsewhere"
              .formatted(from, link.name(), alias, owner),
          at.span(),
          "choose another alias: everybody in a network hears it");
      return;
    }
    List<String> common =
        new ArrayList<>(Trees.child(Trees.child(services, from), "networks").entries().keySet());
    common.retainAll(
        Trees.child(Trees.child(services, link.name()), "networks").entries().keySet());
    if (known != null) {
      common.addAll(known.networks());
    }
    claims.put(alias, new Claim(link.name(), common));
  }

  private Mapping with(List<String> aliases, Mapping service) {
    Mapping result = service;
    for (String alias : aliases) {
      Claim claim = claims.get(alias);
      for (String network : claim == null ? List.<String>of() : claim.networks()) {
        result =
            Trees.edit(
                result, "networks", networks -> withAlias((Mapping) networks, network, alias));
      }
    }
    return result;
  }

  private static Mapping withAlias(Mapping networks, String network, String alias) {
    Mapping attachment = Trees.child(networks, network);
    List<Node> aliases = new ArrayList<>(Trees.items(attachment, "aliases"));
    Scalar added = Scalar.string(alias, networks.keySpan(network));
    if (aliases.stream().noneMatch(node -> ((Scalar) node).text().equals(alias))) {
      aliases.add(added);
    }
    Entry changed = new Entry(added.span(), new Sequence(aliases, added.span()));
    return networks.with(network, new Entry(added.span(), attachment.with("aliases", changed)));
  }
}
