package io.davit.cli.command;

import io.davit.cli.engine.EngineClient;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.Request;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The containers of a project, found by Compose's labels.
final class Containers {
  static final String PROJECT = "com.docker.compose.project";
  static final String SERVICE = "com.docker.compose.service";
  static final String NUMBER = "com.docker.compose.container-number";
  static final String ONE_OFF = "com.docker.compose.oneoff";

  private Containers() {}

  /// One element of `GET /containers/json`.
  record Container(Fields json) {
    String id() {
      return json.text("Id");
    }

    String name() {
      List<String> names = json.texts("Names");
      String name = names.isEmpty() ? id() : names.getFirst();
      return name.startsWith("/") ? name.substring(1) : name;
    }

    String label(String label) {
      return json.object("Labels").text(label);
    }

    String service() {
      return label(SERVICE);
    }

    boolean oneOff() {
      return label(ONE_OFF).equals("True");
    }

    int number() {
      try {
        return Integer.parseInt(label(NUMBER));
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    String state() {
      return json.text("State");
    }

    boolean running() {
      return state().equals("running") || state().equals("paused");
    }
  }

  /// By name.
  static List<Container> of(EngineClient engine, String project, boolean all) throws IOException {
    Request request =
        Request.get("/containers/json")
            .flag("all", all)
            .filters(Map.of("label", List.of(PROJECT + "=" + project)));
    List<Container> containers = new ArrayList<>();
    for (Fields json : Fields.list(engine.json(request))) {
      containers.add(new Container(json));
    }
    containers.sort((a, b) -> a.name().compareTo(b.name()));
    return containers;
  }

  /// Those of some services; of all when none is named.
  ///
  /// @throws NotFound for a service that has none
  static List<Container> ofServices(List<Container> containers, List<String> services) {
    for (String service : services) {
      if (containers.stream().noneMatch(c -> c.service().equals(service))) {
        throw noSuchService(service);
      }
    }
    return services.isEmpty()
        ? containers
        : containers.stream().filter(c -> services.contains(c.service())).toList();
  }

  static NotFound noSuchService(String service) {
    return new NotFound(
        "no container of service \"" + service + "\"",
        new Resource("service", service),
        "\"davit ps -a\" lists what there is; \"davit up\" creates what is missing");
  }

  /// The one to run a command in: a replica of the service, of the lowest number unless one is
  /// named; a one-off container when there is nothing else.
  static Container one(EngineClient engine, String project, String service, OptionalInt index)
      throws IOException {
    List<Container> candidates =
        of(engine, project, true).stream().filter(c -> c.service().equals(service)).toList();
    if (candidates.isEmpty()) {
      throw noSuchService(service);
    }
    if (index.isPresent()) {
      return candidates.stream()
          .filter(c -> !c.oneOff() && c.number() == index.getAsInt())
          .findFirst()
          .orElseThrow(
              () ->
                  new NotFound(
                      "service \"%s\" has no container number %d"
                          .formatted(service, index.getAsInt()),
                      new Resource("service", service),
                      "\"davit ps\" lists the numbers"));
    }
    return candidates.stream().min(Containers::preferred).orElseThrow();
  }

  /// Running before ended, replica before one-off, low number before high. Written out because the
  /// JDK's combinators are lambdas that no AOT cache keeps.
  private static int preferred(Container a, Container b) {
    if (a.running() != b.running()) {
      return a.running() ? -1 : 1;
    }
    if (a.oneOff() != b.oneOff()) {
      return a.oneOff() ? 1 : -1;
    }
    return Integer.compare(a.number(), b.number());
  }
}
