package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Flags;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import java.util.LinkedHashMap;
import java.util.Map;

/// The flags that `up`, `create` and `plan` share: when containers are made anew, and how many.
final class CreationFlags {
  private CreationFlags() {}

  static Flags describe(Flags flags) {
    return flags
        .flag("--force-recreate", "Recreate containers even when nothing changed.")
        .flag("--no-recreate", "Leave containers as they are, also when their service changed.")
        .value("--pull", "POLICY", "When to pull images: always, missing or never.")
        .flag("--quiet-pull", "Pull without progress.")
        .flag("--remove-orphans", "Remove containers of services that are not declared.")
        .values("--scale", "SERVICE=N", "So many containers of a service.")
        .flag("-y --yes", "Answer yes to every question.")
        .hiddenFlag("--build")
        .hiddenFlag("--no-build")
        .hiddenFlag("--quiet-build");
  }

  /// Those of `up` alone that say what is made anew.
  static Flags describeMore(Flags flags) {
    return flags
        .flag("--always-recreate-deps", "Recreate dependencies too.")
        .flag(
            "-V --renew-anon-volumes", "Recreate anonymous volumes instead of keeping their data.")
        .flag("--no-deps", "Leave services alone that these depend on.");
  }

  /// Refuses what contradicts itself, and what is not there yet.
  static void check(Call call) {
    call.exclusive("--build", "--no-build");
    call.exclusive("--force-recreate", "--no-recreate");
    call.exclusive("--always-recreate-deps", "--no-recreate");
    call.exclusive("--renew-anon-volumes", "--no-recreate");
    scales(call.texts("--scale"));
    if (call.flag("--build")) {
      throw notYet("--build", "build the image with another tool, and load it: davit image load");
    }
  }

  static Unsupported notYet(String flag, String fix) {
    return new Unsupported(flag + " is not supported yet", new Resource("flag", flag), fix);
  }

  static OperationBody body(Call call) {
    String pull =
        call.given("--pull")
            ? call.choice("--pull", "missing", "always", "never", "build", "if_not_present")
            : "";
    return new OperationBody()
        .flag("ForceRecreate", call.flag("--force-recreate"))
        .flag("NoRecreate", call.flag("--no-recreate"))
        .flag("AlwaysRecreateDeps", call.flag("--always-recreate-deps"))
        .flag("RenewAnonVolumes", call.flag("--renew-anon-volumes"))
        .flag("NoDeps", call.flag("--no-deps"))
        .flag("RemoveOrphans", Orphans.remove(call))
        .flag("IgnoreOrphans", Orphans.ignore(call))
        .flag("Yes", call.flag("--yes"))
        .text("Pull", pull.equals("if_not_present") ? "missing" : pull)
        .numbers("Scale", scales(call.texts("--scale")));
  }

  /// `web=3` → web, 3.
  static Map<String, Integer> scales(Iterable<String> texts) {
    Map<String, Integer> scales = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      int count;
      try {
        count = equals < 1 ? -1 : Integer.parseInt(text.substring(equals + 1));
      } catch (NumberFormatException e) {
        count = -1;
      }
      if (count < 0) {
        throw new InvalidInput(
            "invalid scale \"" + text + "\"",
            new Resource("flag", "--scale"),
            "write the service and how many containers it has: web=3");
      }
      scales.put(text.substring(0, equals), count);
    }
    return scales;
  }
}
