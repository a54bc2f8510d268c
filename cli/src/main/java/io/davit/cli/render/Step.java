package io.davit.cli.render;

import io.davit.cli.engine.Fields;

/// What happens to one resource, as a line of an operation's answer tells it.
///
/// @param id `Container shop-web-1`
/// @param parentId the resource that it is a part of; empty: none
/// @param text `Creating`
/// @param details further words; empty: none
public record Step(String id, String parentId, Status status, String text, String details) {
  public enum Status {
    WORKING("Working"),
    DONE("Done"),
    WARNING("Warning"),
    ERROR("Error");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }

    private static Status of(String word) {
      for (Status status : values()) {
        if (status.word.equals(word)) {
          return status;
        }
      }
      return WORKING;
    }
  }

  public static Step of(Fields line) {
    return new Step(
        line.text("Id"),
        line.text("ParentId"),
        Status.of(line.text("Status")),
        line.text("Text"),
        line.text("Details"));
  }
}
