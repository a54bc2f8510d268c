package io.davit.executor.project;

import io.davit.executor.container.Containers;
import io.davit.problem.EngineUnavailable;
import io.davit.problem.Failure;
import io.davit.problem.Resource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Notes every change that is asked of [Containers], refuses what the test says, and can end in the
/// middle like an engine that is killed.
final class Journal {
  private static final Set<String> CHANGES =
      Set.of(
          "create",
          "start",
          "stop",
          "kill",
          "pause",
          "unpause",
          "remove",
          "rename",
          "createNetwork",
          "removeNetwork",
          "connect",
          "disconnect",
          "createVolume",
          "removeVolume");

  private final List<String> changes = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Failure> refusals = new HashMap<>();
  private final Containers watched;
  private int left = Integer.MAX_VALUE;

  private Journal(Containers containers) {
    this.watched =
        (Containers)
            Proxy.newProxyInstance(
                Containers.class.getClassLoader(),
                new Class<?>[] {Containers.class},
                (_, method, arguments) -> {
                  if (CHANGES.contains(method.getName())) {
                    note(containers, method.getName(), arguments);
                  }
                  try {
                    return method.invoke(containers, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  static Journal of(Containers containers) {
    return new Journal(containers);
  }

  Containers containers() {
    return watched;
  }

  /// `start shop-db-1` fails so.
  void refuse(String change, Failure failure) {
    refusals.put(change, failure);
  }

  /// After some further changes nothing is done any more.
  synchronized void endAfter(int further) {
    left = further;
  }

  List<String> changes() {
    return List.copyOf(changes);
  }

  void clear() {
    changes.clear();
  }

  private void note(Containers containers, String method, Object[] arguments) {
    String change = method + " " + name(containers, method, arguments);
    synchronized (this) {
      if (left-- <= 0) {
        throw new EngineUnavailable(
            "the engine was killed before: " + change, new Resource("engine", "test"), "start it");
      }
    }
    changes.add(change);
    Failure refusal = refusals.get(change);
    if (refusal != null) {
      throw refusal;
    }
  }

  private static String name(Containers containers, String method, Object[] arguments) {
    return switch (method) {
      case "start", "stop", "kill", "pause", "unpause", "remove", "rename" ->
          containers.inspect((String) arguments[0]).name().substring(1);
      case "createNetwork" -> ((Containers.NetworkConfig) arguments[0]).name();
      default -> (String) arguments[0];
    };
  }
}
