package io.davit.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// The credentials that `docker login` keeps: in `config.json` below `DOCKER_CONFIG`, or
/// `~/.docker`, or with the helper that this file names.
public final class DockerConfig {
  private static final String DOCKER_HUB = "https://index.docker.io/v1/";

  private final Path file;
  private final Map<String, String> environment;

  /// @param environment of the user
  public DockerConfig(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    String named = environment.getOrDefault("DOCKER_CONFIG", "");
    Path folder =
        named.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "/")).resolve(".docker")
            : Path.of(named);
    this.file = folder.resolve("config.json");
  }

  /// Anonymous where none are kept.
  ///
  /// @param domain of the registry: `docker.io`, `registry:5000`
  /// @throws RegistryFault when the file or a helper is broken
  public Credentials of(String domain) throws RegistryFault {
    String server = domain.equals(ImageReference.DEFAULT_DOMAIN) ? DOCKER_HUB : domain;
    JsonObject config = read();
    String helper =
        text(object(config, "credHelpers"), domain).orElse(text(config, "credsStore").orElse(""));
    if (!helper.isEmpty()) {
      Optional<Credentials> asked = new CredentialProgram(helper, environment).get(server);
      if (asked.isPresent()) {
        return asked.get();
      }
    }
    JsonObject auths = object(config, "auths");
    for (String key : auths.keySet()) {
      if (host(key).equals(host(server))) {
        return credentials(object(auths, key));
      }
    }
    return new Credentials.Anonymous();
  }

  private JsonObject read() throws RegistryFault {
    try {
      if (JsonParser.parseString(Files.readString(file)) instanceof JsonObject object) {
        return object;
      }
      throw broken("it is no JSON object");
    } catch (NoSuchFileException _) {
      return new JsonObject();
    } catch (IOException e) {
      throw broken(e.toString());
    } catch (JsonParseException _) {
      throw broken("it is no JSON");
    }
  }

  private RegistryFault broken(String why) {
    return new RegistryFault(
        "cannot read credentials of \"%s\": %s".formatted(file, why), "mend or remove the file");
  }

  /// Keys are written with and without a scheme and a path.
  private static String host(String key) {
    return key.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
  }

  private Credentials credentials(JsonObject entry) throws RegistryFault {
    Optional<String> token = text(entry, "identitytoken");
    if (token.isPresent()) {
      return new Credentials.IdentityToken(token.get());
    }
    Optional<String> both = text(entry, "auth");
    if (both.isPresent()) {
      String decoded = decoded(both.get());
      int colon = decoded.indexOf(':');
      if (colon < 0) {
        throw broken("an \"auth\" is not of the form base64(user:password)");
      }
      return new Credentials.Password(decoded.substring(0, colon), decoded.substring(colon + 1));
    }
    Optional<String> user = text(entry, "username");
    return user.isPresent()
        ? new Credentials.Password(user.get(), text(entry, "password").orElse(""))
        : new Credentials.Anonymous();
  }

  private String decoded(String text) throws RegistryFault {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw broken("an \"auth\" is not of the form base64(user:password)");
    }
  }

  private static JsonObject object(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonObject object ? object : new JsonObject();
  }

  private static Optional<String> text(JsonObject parent, String name) {
    JsonElement value = parent.get(name);
    return value != null && value.isJsonPrimitive()
        ? Optional.of(value.getAsString()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }
}
