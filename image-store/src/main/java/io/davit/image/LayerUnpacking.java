package io.davit.image;

import io.davit.image.tar.TarReader;
import io.davit.image.tar.TarWriter;
import io.davit.image.tree.Content;
import io.davit.image.tree.LayerWriter;
import io.davit.image.tree.Limits;
import io.davit.image.tree.TreeEntry;
import io.davit.image.tree.TreeReader;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.Directory;
import io.davit.registry.Digests;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/// Fills the directory of one layer, from an archive or from a directory, and says what it is.
final class LayerUnpacking {
  private static final int BUFFER = 128 * 1024;

  /// Headers and padding come on top of the content.
  private static final int OVERHEAD = 8;

  private final Limits limits;

  LayerUnpacking(Limits limits) {
    this.limits = limits;
  }

  /// What a layer is.
  ///
  /// @param diffId digest of its archive, decompressed
  /// @param sizeBytes of its files' content
  /// @param newest time of its files, for an image that has no date of its own
  record Unpacked(String diffId, long sizeBytes, long entries, Instant newest) {}

  /// @param layer plain or compressed
  Unpacked fromTar(InputStream layer, Directory tree) throws IOException, ErrnoException {
    long limit = Math.max(limits.treeBytes(), limits.treeBytes() + limits.treeBytes() / OVERHEAD);
    Tally tally = new Tally();
    try (InputStream plain = Compression.open(layer);
        MeasuredStream measured = new MeasuredStream(plain, limit);
        BufferedInputStream buffered = new BufferedInputStream(measured, BUFFER);
        LayerWriter writer = new LayerWriter(tree)) {
      TarReader reader = new TarReader(buffered, limits);
      for (Optional<TreeEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        tally.add(entry.get());
        writer.write(entry.get(), reader.content());
      }
      writer.finish();
      return tally.unpacked(measured.finish());
    }
  }

  /// A directory of the host becomes a layer with the id of the archive that [TarWriter] makes of
  /// it.
  Unpacked fromTree(Source source, Directory tree) throws IOException, ErrnoException {
    MessageDigest digest = Digests.sha256();
    TarWriter tar = new TarWriter(new DigestSink(digest));
    Tally tally = new Tally();
    try (LayerWriter writer = new LayerWriter(tree)) {
      source.read(
          (entry, content) -> {
            tally.add(entry);
            tally.check(limits);
            tar.entry(entry);
            Content observed =
                buffer -> {
                  int size = content.read(buffer);
                  tar.content(buffer, size);
                  return size;
                };
            writer.write(entry, observed);
          });
      writer.finish();
    }
    tar.finish();
    return tally.unpacked(Digests.finish(digest));
  }

  /// Something that gives entries: a [TreeReader] at work.
  @FunctionalInterface
  interface Source {
    void read(TreeReader.Sink sink) throws IOException, ErrnoException;
  }

  private static final class Tally {
    private long entries;
    private long bytes;
    private long newestSeconds;

    void add(TreeEntry entry) {
      entries++;
      long modified =
          switch (entry) {
            case TreeEntry.Regular file -> {
              bytes += file.sizeBytes();
              yield file.metadata().modified().seconds();
            }
            case TreeEntry.Folder folder -> folder.metadata().modified().seconds();
            case TreeEntry.Symlink link -> link.metadata().modified().seconds();
            case TreeEntry.Special special -> special.metadata().modified().seconds();
            case TreeEntry.HardLink _ -> 0;
          };
      newestSeconds = Math.max(newestSeconds, modified);
    }

    void check(Limits limits) {
      if (entries > limits.entries()) {
        throw Limits.exceeded("entries", limits.entries());
      }
      if (bytes > limits.treeBytes()) {
        throw Limits.exceeded("bytes of content", limits.treeBytes());
      }
    }

    Unpacked unpacked(String diffId) {
      long newest = Math.min(newestSeconds, Instant.MAX.getEpochSecond());
      return new Unpacked(diffId, bytes, entries, Instant.ofEpochSecond(newest));
    }
  }

  private static final class DigestSink extends OutputStream {
    private final MessageDigest digest;

    DigestSink(MessageDigest digest) {
      this.digest = digest;
    }

    @Override
    public void write(int b) {
      digest.update((byte) b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      digest.update(bytes, offset, length);
    }
  }
}
