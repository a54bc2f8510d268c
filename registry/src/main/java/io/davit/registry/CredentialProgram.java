package io.davit.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A program that keeps credentials for others, `docker-credential-NAME`
/// (docker/docker-credential-helpers): it reads a server's address, and writes JSON.
final class CredentialProgram {
  /// What helpers say in place of a user's name when the secret is an identity token.
  private static final String TOKEN_USER = "<token>";

  private final String program;
  private final Map<String, String> environment;

  CredentialProgram(String name, Map<String, String> environment) {
    this.program = "docker-credential-" + name;
    this.environment = environment;
  }

  /// Empty when it knows none.
  Optional<Credentials> get(String server) throws RegistryFault {
    ProcessBuilder builder = new ProcessBuilder(located().toString(), "get");
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      try (OutputStream input = process.getOutputStream()) {
        input.write((server + "\n").getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // Its way to say that it has none, which it also has for other reasons.
      return process.waitFor() == 0 ? Optional.of(credentials(output)) : Optional.empty();
    } catch (IOException e) {
      throw broken("it does not run: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw broken("interrupted while it ran");
    }
  }

  private Credentials credentials(String output) throws RegistryFault {
    try {
      if (JsonParser.parseString(output) instanceof JsonObject object) {
        String user = text(object, "Username");
        String secret = text(object, "Secret");
        return user.equals(TOKEN_USER)
            ? new Credentials.IdentityToken(secret)
            : new Credentials.Password(user, secret);
      }
    } catch (JsonParseException _) {
      // As below: its output may hold a secret, and is shown to nobody.
    }
    throw broken("what it writes is no JSON object");
  }

  private static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }

  private Path located() throws RegistryFault {
    String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder, program).toAbsolutePath();
      if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    throw broken("it is not installed");
  }

  private RegistryFault broken(String why) {
    return new RegistryFault(
        "cannot ask \"%s\" for credentials: %s".formatted(program, why),
        "install or mend it, or take it out of ~/.docker/config.json");
  }
}
