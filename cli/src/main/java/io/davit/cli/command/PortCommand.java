package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.command.Containers.Container;
import io.davit.cli.engine.Fields;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/// `port`: where a port of a service is published on this machine.
public final class PortCommand implements Command {
  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec)
        .value("--index", "N", "Of the container of this number.")
        .value("--protocol", "tcp|udp", "Which of the two (tcp).")
        .arguments("2", "SERVICE PORT", "The service, and its own port.");
  }

  @Override
  public int run(Call call) throws IOException {
    String service = call.arguments().getFirst();
    String text = call.arguments().getLast();
    int slash = text.indexOf('/');
    String protocol =
        slash < 0 ? call.choice("--protocol", "tcp", "udp") : text.substring(slash + 1);
    int port = number(slash < 0 ? text : text.substring(0, slash));
    Container container =
        Containers.one(call.engine(), DeclaredProject.name(call), service, call.number("--index"));
    List<Fields> published =
        container.json().objects("Ports").stream()
            .filter(p -> p.number("PrivatePort") == port)
            .filter(p -> p.text("Type").equals(protocol))
            .filter(p -> p.number("PublicPort") != 0)
            .toList();
    if (published.isEmpty()) {
      throw new NotFound(
          "port %d/%s of service \"%s\" is not published".formatted(port, protocol, service),
          new Resource("service", service),
          "list it under ports: in the compose file; \"davit ps\" shows the published ones");
    }
    Fields first = published.getFirst();
    String address = first.text("IP");
    boolean v6 = address.indexOf(':') >= 0;
    call.out().println((v6 ? "[" + address + "]" : address) + ":" + first.number("PublicPort"));
    return 0;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          "invalid port \"" + text + "\"",
          Optional.of(new Resource("port", text)),
          Optional.of("write the container's port, such as 80"),
          e);
    }
  }
}
