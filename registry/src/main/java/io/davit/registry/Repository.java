package io.davit.registry;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/// One repository of a registry, to be read. For one thread; what it learnt of tokens ends with it.
public final class Repository implements AutoCloseable {
  /// What a registry must take for a manifest (OCI distribution specification, Pushing Manifests),
  /// and so the most that one can have.
  private static final int DOCUMENT_MAX = 4 << 20;

  private static final String DOCUMENTS =
      "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, "
          + "application/vnd.docker.distribution.manifest.v2+json, "
          + "application/vnd.docker.distribution.manifest.list.v2+json";

  private final ImageReference name;
  private final Transport transport;
  private final Authorization authorization;
  private Optional<String> proof = Optional.empty();

  /// @param name of which the tag and the digest do not count
  /// @param environment of the user: it names proxies
  public Repository(ImageReference name, Credentials credentials, Map<String, String> environment) {
    this.name = name;
    this.transport = new Transport(new Proxies(environment));
    this.authorization = new Authorization(transport, name, credentials);
  }

  /// @param tagOrDigest of a digest the document has it, whatever the registry says
  /// @throws RegistryFault also when there is none
  public Document document(String tagOrDigest) throws RegistryFault {
    HttpResponse<byte[]> answer =
        get("manifests/" + tagOrDigest, DOCUMENTS, DOCUMENT_MAX, shown(tagOrDigest));
    if (tagOrDigest.indexOf(':') >= 0) {
      checkDigest(answer.body(), tagOrDigest);
    }
    try {
      return Document.parse(answer.body());
    } catch (IllegalArgumentException e) {
      throw new RegistryFault(
          "registry \"%s\" gives no manifest for \"%s\": %s"
              .formatted(
                  name.domain(),
                  shown(tagOrDigest),
                  Said.printable(String.valueOf(e.getMessage()))),
          "publish it again, or tell who runs the registry");
    }
  }

  /// The bytes that a descriptor names, all at once.
  ///
  /// @param limitBytes more are refused before they are fetched
  public byte[] blob(Descriptor descriptor, int limitBytes) throws RegistryFault {
    if (descriptor.sizeBytes() > limitBytes) {
      throw new RegistryFault(
          "\"%s\" of \"%s\" has %,d bytes, and at most %,d are taken"
              .formatted(
                  descriptor.digest(),
                  name.familiarRepository(),
                  descriptor.sizeBytes(),
                  limitBytes),
          "publish a smaller file");
    }
    HttpResponse<byte[]> answer =
        get("blobs/" + descriptor.digest(), "", limitBytes, shown(descriptor.digest()));
    checkDigest(answer.body(), descriptor.digest());
    return answer.body();
  }

  private String shown(String tagOrDigest) {
    return name.familiarRepository() + (tagOrDigest.indexOf(':') < 0 ? ":" : "@") + tagOrDigest;
  }

  private void checkDigest(byte[] bytes, String digest) throws RegistryFault {
    String actual = Digests.of(bytes);
    if (!actual.equals(digest)) {
      throw new RegistryFault(
          "registry \"%s\" gives other bytes for %s: they have the digest %s"
              .formatted(name.domain(), digest, actual),
          "try again; when it stays so, trust nothing of it, and tell who runs it");
    }
  }

  private URI uri(String path) {
    String host = name.domain();
    if (host.equals(ImageReference.DEFAULT_DOMAIN)) {
      host = "registry-1.docker.io";
    }
    String scheme = Transport.isLoopback(host) ? "http" : "https";
    return URI.create(scheme + "://" + host + "/v2/" + name.path() + "/" + path);
  }

  private HttpResponse<byte[]> get(String path, String accept, int limitBytes, String shown)
      throws RegistryFault {
    HttpResponse<byte[]> answer = ask(path, accept, limitBytes);
    if (answer.statusCode() == 401 && proof.isEmpty()) {
      proof =
          Optional.of(
              authorization.answer(Challenge.of(answer.headers().allValues("WWW-Authenticate"))));
      answer = ask(path, accept, limitBytes);
    }
    return switch (answer.statusCode()) {
      case 200 -> answer;
      case 401, 403 -> throw authorization.refused(Said.error(answer.body()));
      case 404 ->
          throw new RegistryFault(
              "registry \"%s\" has no \"%s\"".formatted(name.domain(), shown),
              "check the name and the tag; a registry also says so of what it does not show to you");
      case 429 ->
          throw new RegistryFault(
              "registry \"%s\" is asked too often".formatted(name.domain()),
              "wait, or log in: it may let you ask more then");
      default ->
          throw new RegistryFault(
              "registry \"%s\" answers %d to the question for \"%s\" %s"
                  .formatted(name.domain(), answer.statusCode(), shown, Said.error(answer.body()))
                  .strip(),
              "try again later, or tell who runs it");
    };
  }

  private HttpResponse<byte[]> ask(String path, String accept, int limitBytes)
      throws RegistryFault {
    return transport.get(new Transport.Question(uri(path), accept, proof), limitBytes);
  }

  @Override
  public void close() {
    transport.close();
  }
}
