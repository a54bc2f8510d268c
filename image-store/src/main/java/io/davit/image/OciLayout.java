package io.davit.image;

import io.davit.image.tree.Limits;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.registry.Digests;
import io.davit.registry.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An OCI image layout: `index.json` leads to manifests, those to a configuration and layers, all
/// by digest and size, which are verified (OCI image-spec image-layout.md, image-index.md,
/// manifest.md).
///
/// An index is asked for this machine's platform; attestations, which have the platform
/// `unknown/unknown`, are passed over.
final class OciLayout {
  static final String INDEX = "index.json";

  private static final int MAX_NESTING = 4;
  private static final Set<String> INDEX_TYPES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final String REFERENCE_TYPE = "vnd.docker.reference.type";
  private static final String FULL_NAME = "io.containerd.image.name";
  private static final String REF_NAME = "org.opencontainers.image.ref.name";

  private final Spool spool;
  private final String architecture;
  private final List<String> passedOver = new ArrayList<>();

  /// @param architecture of this machine, as Go names it: `amd64`
  OciLayout(Spool spool, String architecture) {
    this.spool = spool;
    this.architecture = architecture;
  }

  List<FoundImage> images() throws IOException {
    JsonFields index = JsonFields.parse(INDEX, spool.document(INDEX));
    List<FoundImage> images = new ArrayList<>();
    for (JsonFields descriptor : index.children("manifests")) {
      find(descriptor, names(descriptor), 0).ifPresent(images::add);
    }
    if (images.isEmpty()) {
      throw new NotFound(
          "the archive has no image for linux/%s; it has %s"
              .formatted(architecture, passedOver.isEmpty() ? "none at all" : passedOver),
          new Resource("document", INDEX),
          "load an archive that was made for this platform");
    }
    return images;
  }

  private Optional<FoundImage> find(JsonFields descriptor, List<ImageReference> names, int nesting)
      throws IOException {
    if (!isForUs(descriptor)) {
      return Optional.empty();
    }
    byte[] bytes = blob(descriptor);
    JsonFields document = JsonFields.parse(descriptor.text("digest"), bytes);
    boolean isIndex =
        INDEX_TYPES.contains(descriptor.text("mediaType")) || document.has("manifests");
    if (!isIndex) {
      return image(document, bytes, names);
    }
    if (nesting == MAX_NESTING) {
      throw Limits.exceeded("indexes inside one another", MAX_NESTING);
    }
    for (JsonFields inner : document.children("manifests")) {
      Optional<FoundImage> found = find(inner, names, nesting + 1);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<FoundImage> image(JsonFields manifest, byte[] bytes, List<ImageReference> names)
      throws IOException {
    JsonFields config = manifest.child("config");
    byte[] document = blob(config);
    List<String> layers = new ArrayList<>();
    for (JsonFields layer : manifest.children("layers")) {
      checkSize(layer);
      layers.add(path(layer));
    }
    FoundImage image = new FoundImage(document, layers, Optional.of(bytes), names);
    String platform = image.parsed().os() + "/" + image.parsed().architecture();
    if (!platform.equals("linux/" + architecture)) {
      passedOver.add(platform);
      return Optional.empty();
    }
    return Optional.of(image);
  }

  private boolean isForUs(JsonFields descriptor) {
    if (descriptor.child("annotations").has(REFERENCE_TYPE)) {
      return false;
    }
    if (!descriptor.has("platform")) {
      return true;
    }
    JsonFields platform = descriptor.child("platform");
    String name = platform.text("os") + "/" + platform.text("architecture");
    if (name.equals("linux/" + architecture)) {
      return true;
    }
    if (!name.equals("unknown/unknown")) {
      passedOver.add(name);
    }
    return false;
  }

  /// A small document, verified.
  private byte[] blob(JsonFields descriptor) throws IOException {
    checkSize(descriptor);
    byte[] bytes = spool.document(path(descriptor));
    if (!Digests.of(bytes).equals(descriptor.text("digest"))) {
      throw new InvalidInput(
          "blob \"%s\" has the digest %s".formatted(descriptor.text("digest"), Digests.of(bytes)),
          new Resource("blob", descriptor.text("digest")),
          "make or copy the archive again");
    }
    return bytes;
  }

  private void checkSize(JsonFields descriptor) throws IOException {
    long size = spool.sizeBytes(path(descriptor));
    if (size != descriptor.number("size")) {
      throw new InvalidInput(
          "blob \"%s\" has %d bytes, its descriptor says %d"
              .formatted(descriptor.text("digest"), size, descriptor.number("size")),
          new Resource("blob", descriptor.text("digest")),
          "make or copy the archive again");
    }
  }

  private static String path(JsonFields descriptor) {
    String digest = descriptor.text("digest");
    if (!Digests.isDigest(digest)) {
      throw new InvalidInput(
          "\"" + digest + "\" is no sha256 digest",
          new Resource("document", descriptor.document()),
          "make the archive again");
    }
    return "blobs/sha256/" + Digests.hex(digest);
  }

  /// A bare tag, which the specification allows as a name, names no repository: such an image has
  /// only its id.
  private static List<ImageReference> names(JsonFields descriptor) {
    JsonFields annotations = descriptor.child("annotations");
    String name = annotations.optionalText(FULL_NAME).orElseGet(() -> annotations.text(REF_NAME));
    boolean namesRepository = name.indexOf(':') > 0 || name.indexOf('/') > 0;
    return namesRepository ? List.of(ImageReference.parse(name)) : List.of();
  }
}
