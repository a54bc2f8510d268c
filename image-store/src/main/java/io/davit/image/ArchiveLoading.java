package io.davit.image;

import io.davit.image.LayerUnpacking.Unpacked;
import io.davit.image.tree.Limits;
import io.davit.kernel.ErrnoException;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.registry.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// Takes in image archives: finds the images in them, unpacks their layers, verifies every digest.
final class ArchiveLoading {
  private static final String BLOBS = "blobs/sha256/";

  private final StoreFolders folders;
  private final LayerStore layers;
  private final LayerUnpacking unpacking;
  private final Limits limits;
  private final String architecture;

  ArchiveLoading(
      StoreFolders folders,
      LayerStore layers,
      LayerUnpacking unpacking,
      Limits limits,
      String architecture) {
    this.folders = folders;
    this.layers = layers;
    this.unpacking = unpacking;
    this.limits = limits;
    this.architecture = architecture;
  }

  /// What is done with each image once it was found; before the archive is let go of.
  @FunctionalInterface
  interface Commit {
    void image(FoundImage image, Layers layers);
  }

  /// Unpacks the layers of one image that are not there yet.
  @FunctionalInterface
  interface Layers {
    void unpack();
  }

  void load(InputStream archive, Commit commit) {
    try (StoreFolders.Work work = folders.begin()) {
      Spool spool = new Spool(work, limits);
      spool.fill(archive);
      for (FoundImage image : images(spool)) {
        check(image);
        commit.image(image, () -> unpack(image, spool));
      }
    } catch (ErrnoException e) {
      throw StorageErrors.of("taking in an archive", folders.root(), e);
    } catch (IOException e) {
      throw StorageErrors.of(e);
    }
  }

  private List<FoundImage> images(Spool spool) throws IOException {
    if (spool.contains(DockerArchive.MANIFEST)) {
      return DockerArchive.images(spool);
    }
    if (spool.contains(OciLayout.INDEX)) {
      return new OciLayout(spool, architecture).images();
    }
    throw new InvalidInput(
        "the archive holds neither \"manifest.json\" nor \"index.json\": it is no image",
        new Resource("archive", "input"),
        "make it with \"docker save\", or take a root file system in with \"davit image import\"");
  }

  private void check(FoundImage image) {
    int layerCount = image.layers().size();
    int named = image.parsed().diffIds().size();
    if (layerCount != named) {
      throw new InvalidInput(
          "an image has %d layers, its configuration names %d".formatted(layerCount, named),
          new Resource("image", Digests.of(image.document())),
          "make the archive again");
    }
    if (layerCount > limits.layers()) {
      throw Limits.exceeded("layers in one image", limits.layers());
    }
  }

  private void unpack(FoundImage image, Spool spool) {
    for (int i = 0; i < image.layers().size(); i++) {
      String diffId = image.parsed().diffIds().get(i);
      String path = image.layers().get(i);
      if (!layers.contains(diffId)) {
        layers.add(
            tree -> {
              try (MeasuredStream blob = new MeasuredStream(spool.open(path), Long.MAX_VALUE)) {
                Unpacked unpacked = unpacking.fromTar(new Unclosed(blob), tree);
                verify("layer \"" + path + "\"", diffId, unpacked.diffId());
                if (path.startsWith(BLOBS)) {
                  verify(
                      "blob \"" + path + "\"",
                      "sha256:" + path.substring(BLOBS.length()),
                      blob.finish());
                }
                return unpacked;
              }
            });
      }
    }
  }

  private static void verify(String what, String expected, String observed) {
    if (!observed.equals(expected)) {
      throw new InvalidInput(
          "%s has the digest %s, expected %s".formatted(what, observed, expected),
          new Resource("layer", expected),
          "make or copy the archive again");
    }
  }

  /// Unpacking closes its stream; its digest is asked for afterwards.
  private static final class Unclosed extends java.io.FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {}
  }
}
