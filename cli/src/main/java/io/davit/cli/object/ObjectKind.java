package io.davit.cli.object;

import io.davit.cli.engine.Request;

/// What the engine keeps, and where its API has it.
public enum ObjectKind {
  CONTAINER("container", "containers"),
  IMAGE("image", "images"),
  NETWORK("network", "networks"),
  VOLUME("volume", "volumes");

  private final String word;
  private final String path;

  ObjectKind(String word, String path) {
    this.word = word;
    this.path = path;
  }

  String word() {
    return word;
  }

  Request inspect(String name) {
    return switch (this) {
      case CONTAINER -> Request.get(Request.path(path, name, "json"));
      case IMAGE -> Request.get(Request.imagePath(name, "/json"));
      case NETWORK, VOLUME -> Request.get(Request.path(path, name));
    };
  }

  Request remove(String name) {
    return Request.delete(this == IMAGE ? Request.imagePath(name, "") : Request.path(path, name));
  }
}
