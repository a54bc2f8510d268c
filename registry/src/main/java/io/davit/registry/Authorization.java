package io.davit.registry;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Answers a registry's challenge: with a password, or with the token that the server named by the
/// challenge gives (distribution specification, auth/token and auth/oauth).
final class Authorization {
  private static final int TOKEN_MAX = 1 << 20;

  private final Transport transport;
  private final ImageReference name;
  private final Credentials credentials;

  Authorization(Transport transport, ImageReference name, Credentials credentials) {
    this.transport = transport;
    this.name = name;
    this.credentials = credentials;
  }

  /// The value of the `Authorization` header.
  ///
  /// @throws RegistryFault when the credentials do not do
  String answer(List<Challenge> challenges) throws RegistryFault {
    for (Challenge challenge : challenges) {
      if (challenge.scheme().equals("bearer")) {
        return "Bearer " + token(challenge);
      }
      if (challenge.scheme().equals("basic") && credentials instanceof Credentials.Password known) {
        return known.basic();
      }
    }
    throw refused("");
  }

  private String token(Challenge challenge) throws RegistryFault {
    URI realm = realm(challenge);
    Map<String, String> form = new LinkedHashMap<>();
    challenge.parameter("service").ifPresent(service -> form.put("service", service));
    form.put("scope", challenge.parameter("scope").orElse("repository:" + name.path() + ":pull"));
    HttpResponse<byte[]> answer =
        switch (credentials) {
          case Credentials.Anonymous _ -> get(realm, form, Optional.empty());
          case Credentials.Password known -> get(realm, form, Optional.of(known.basic()));
          case Credentials.IdentityToken known -> exchange(realm, form, known);
        };
    if (answer.statusCode() == 401 || answer.statusCode() == 403) {
      throw refused(Said.error(answer.body()));
    }
    if (answer.statusCode() == 200) {
      Optional<String> token = tokenOf(answer.body());
      if (token.isPresent()) {
        return token.get();
      }
    }
    throw new RegistryFault(
        "the token server \"%s\" of registry \"%s\" gives no token: it answers %d %s"
            .formatted(
                realm.getAuthority(),
                name.domain(),
                answer.statusCode(),
                Said.error(answer.body())),
        "try again later, or tell who runs it");
  }

  private URI realm(Challenge challenge) throws RegistryFault {
    String text = challenge.parameter("realm").orElse("");
    try {
      URI realm = URI.create(text);
      if (Transport.isSafe(realm)) {
        return realm;
      }
    } catch (IllegalArgumentException _) {
      // What is no address gets no password either.
    }
    throw new RegistryFault(
        "registry \"%s\" names the token server \"%s\", which is no https address"
            .formatted(name.domain(), Said.printable(text)),
        "tell who runs it");
  }

  private HttpResponse<byte[]> get(URI realm, Map<String, String> query, Optional<String> basic)
      throws RegistryFault {
    String text = realm.toString();
    URI uri = URI.create(text + (text.indexOf('?') < 0 ? "?" : "&") + encoded(query));
    return transport.get(new Transport.Question(uri, "", basic), TOKEN_MAX);
  }

  private HttpResponse<byte[]> exchange(
      URI realm, Map<String, String> form, Credentials.IdentityToken known) throws RegistryFault {
    form.put("grant_type", "refresh_token");
    form.put("client_id", "davit");
    form.put("refresh_token", known.token());
    HttpRequest request =
        HttpRequest.newBuilder(realm)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(form)))
            .build();
    return transport.send(request, TOKEN_MAX);
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /// Without anything that could end a header.
  private static Optional<String> tokenOf(byte[] body) {
    try {
      if (JsonParser.parseString(new String(body, StandardCharsets.UTF_8))
          instanceof JsonObject object) {
        for (String field : List.of("token", "access_token")) {
          if (object.has(field) && object.get(field).isJsonPrimitive()) {
            return Optional.of(object.get(field).getAsString())
                .filter(token -> token.matches("[\\x21-\\x7e]+"));
          }
        }
      }
    } catch (JsonParseException _) {
      // Then it is none, as told above.
    }
    return Optional.empty();
  }

  /// @param reason in the registry's words; may be empty
  RegistryFault refused(String reason) {
    String why = reason.isEmpty() ? "" : ": " + reason;
    return switch (credentials) {
      case Credentials.Anonymous _ ->
          new RegistryFault(
              "registry \"%s\" gives \"%s\" to nobody without credentials, or has no such repository%s"
                  .formatted(name.domain(), name.path(), why),
              "check the name, and write credentials into ~/.docker/config.json, as \"docker login"
                  + " %s\" does".formatted(name.domain()));
      case Credentials.Password known ->
          new RegistryFault(
              "registry \"%s\" refuses \"%s\" to user \"%s\"%s"
                  .formatted(name.domain(), name.path(), known.user(), why),
              CREDENTIALS_FIX);
      case Credentials.IdentityToken _ ->
          new RegistryFault(
              "registry \"%s\" refuses \"%s\" to the identity token that is kept for it%s"
                  .formatted(name.domain(), name.path(), why),
              CREDENTIALS_FIX);
    };
  }

  private static final String CREDENTIALS_FIX =
      "check the name, what the user may read, and the credentials in ~/.docker/config.json";
}
