package io.davit.image;

import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.registry.Digests;
import io.davit.registry.ImageReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `docker save` writes: `manifest.json` names each image's configuration and layers (moby
/// image/spec/spec.md). Since Docker 25 those lie in an OCI layout, before in folders of their own.
final class DockerArchive {
  static final String MANIFEST = "manifest.json";
  private static final String BLOBS = "blobs/sha256/";

  private DockerArchive() {}

  static List<FoundImage> images(Spool spool) throws IOException {
    List<FoundImage> images = new ArrayList<>();
    for (JsonFields row : JsonFields.parseArray(MANIFEST, spool.document(MANIFEST))) {
      byte[] document = spool.document(row.text("Config"));
      checkName(row.text("Config"), document);
      List<ImageReference> names = new ArrayList<>();
      for (String tag : row.texts("RepoTags")) {
        names.add(ImageReference.parse(tag));
      }
      images.add(new FoundImage(document, row.texts("Layers"), Optional.empty(), names));
    }
    if (images.isEmpty()) {
      throw new InvalidInput(
          "the archive has no image: its \"" + MANIFEST + "\" is empty",
          new Resource("document", MANIFEST),
          "make the archive again with \"docker save\"");
    }
    return images;
  }

  /// A file that is named by a digest must have it.
  private static void checkName(String path, byte[] document) {
    String digest = Digests.of(document);
    String hex = Digests.hex(digest);
    boolean named = path.startsWith(BLOBS) || path.matches("[a-f0-9]{64}\\.json");
    if (named && !path.contains(hex)) {
      throw new InvalidInput(
          "\"" + path + "\" has the digest " + digest + ", not the one that it is named by",
          new Resource("document", path),
          "make or copy the archive again");
    }
  }
}
