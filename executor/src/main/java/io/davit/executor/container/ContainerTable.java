package io.davit.executor.container;

import io.davit.problem.Conflict;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// All containers, by id and by name. A name belongs to one container at a time.
final class ContainerTable {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
  private static final int SHORTEST_PREFIX = 1;

  private final Map<String, ContainerEntry> byId = new ConcurrentHashMap<>();
  private final Map<String, String> idByName = new ConcurrentHashMap<>();

  /// Takes a name for a container, or fails in Docker's words.
  ///
  /// @param name with or without a leading slash
  /// @return the name without one
  String reserve(String name, String id) {
    String bare = name.startsWith("/") ? name.substring(1) : name;
    if (!NAME.matcher(bare).matches()) {
      throw new InvalidInput(
          "Invalid container name (" + name + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed",
          new Resource("container", name),
          "choose a name of two or more of these characters");
    }
    String owner = idByName.putIfAbsent(bare, id);
    if (owner != null && !owner.equals(id)) {
      throw new Conflict(
          "Conflict. The container name \"/"
              + bare
              + "\" is already in use by container \""
              + owner
              + "\". You have to remove (or rename) that container to be able to reuse that name.",
          new Resource("container", bare),
          "remove it with \"davit container rm " + bare + "\", or choose another name");
    }
    return bare;
  }

  /// Reserves the first of the names that is free.
  String reserveAny(Iterable<String> names, String id) {
    for (String name : names) {
      if (idByName.putIfAbsent(name, id) == null) {
        return name;
      }
    }
    throw new IllegalStateException("the sequence of names ended");
  }

  void release(String name, String id) {
    idByName.remove(name, id);
  }

  void add(ContainerEntry entry) {
    byId.put(entry.id(), entry);
  }

  void remove(ContainerEntry entry) {
    byId.remove(entry.id());
    release(entry.record().name(), entry.id());
  }

  Collection<ContainerEntry> all() {
    return List.copyOf(byId.values());
  }

  Optional<ContainerEntry> find(String reference) {
    ContainerEntry exact = byId.get(reference);
    if (exact != null) {
      return Optional.of(exact);
    }
    String bare = reference.startsWith("/") ? reference.substring(1) : reference;
    String id = idByName.get(bare);
    if (id != null) {
      return Optional.ofNullable(byId.get(id));
    }
    if (bare.length() < SHORTEST_PREFIX) {
      return Optional.empty();
    }
    List<ContainerEntry> matches =
        byId.values().stream().filter(entry -> entry.id().startsWith(bare)).limit(2).toList();
    return matches.size() == 1 ? Optional.of(matches.getFirst()) : Optional.empty();
  }

  /// @throws NotFound in Docker's words
  ContainerEntry get(String reference) {
    return find(reference)
        .orElseThrow(
            () ->
                new NotFound(
                    "No such container: " + reference,
                    new Resource("container", reference),
                    "list the containers with \"davit container ls --all\""));
  }
}
