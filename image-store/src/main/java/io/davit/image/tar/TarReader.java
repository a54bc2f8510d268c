package io.davit.image.tar;

import io.davit.image.tree.Content;
import io.davit.image.tree.EntryPath;
import io.davit.image.tree.Limits;
import io.davit.image.tree.TreeEntry;
import io.davit.image.tree.TreeEntry.Metadata;
import io.davit.kernel.fs.DeviceNumber;
import io.davit.kernel.fs.FileKind;
import io.davit.kernel.fs.KernelString;
import io.davit.kernel.fs.Timestamp;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads a tar archive entry by entry, never more of it into memory than one header.
///
/// Failures: [io.davit.problem.InvalidInput] for an archive that is damaged, exceeds a limit or has
/// a path that leads outside; IOException from the stream, EOFException where it ends too early.
public final class TarReader {
  private static final SparseMap NOTHING = new SparseMap(List.of(), 0);

  private final InputStream in;
  private final Limits limits;
  private PaxRecords global = PaxRecords.EMPTY;
  private StoredContent content = StoredContent.NONE;
  private long entries;
  private long bytes;
  private long globalBytes;

  /// @param in buffered by the caller
  public TarReader(InputStream in, Limits limits) {
    this.in = in;
    this.limits = limits;
  }

  /// The next entry; what was not read of the one before is passed over.
  public Optional<TreeEntry> next() throws IOException {
    content.skipRest(in);
    content = StoredContent.NONE;
    Extended extended = new Extended();
    while (true) {
      Optional<TarBlock> block = header();
      if (block.isEmpty()) {
        return Optional.empty();
      }
      TarBlock header = block.get();
      switch (header.type()) {
        case 'x' -> extended.pax = PaxRecords.parse(longValue(header, extended));
        case 'g' -> addGlobal(longValue(header, extended));
        case 'L' -> extended.name = Optional.of(terminated(longValue(header, extended)));
        case 'K' -> extended.linkName = Optional.of(terminated(longValue(header, extended)));
        case 'V' -> new StoredContent(NOTHING, size(header)).skipRest(in);
        default -> {
          return Optional.of(counted(entry(header, extended)));
        }
      }
    }
  }

  /// Of the entry that [#next] gave last.
  public Content content() {
    return buffer -> content.read(in, buffer);
  }

  /// What stood before an entry's own header.
  private final class Extended {
    private PaxRecords pax = PaxRecords.EMPTY;
    private Optional<String> name = Optional.empty();
    private Optional<String> linkName = Optional.empty();
    private long bytes;

    PaxRecords all() {
      return global.and(pax);
    }
  }

  private TreeEntry entry(TarBlock header, Extended extended) throws IOException {
    PaxRecords pax = extended.all();
    String rawName =
        SparseFormats.name(pax)
            .or(() -> pax.text("path"))
            .or(() -> extended.name)
            .orElseGet(header::name);
    String path = EntryPath.parse(rawName);
    long stored = pax.number("size").orElseGet(header::size);
    if (stored < 0) {
      throw Damaged.at("entry \"" + path + "\" has a negative size");
    }
    String link = pax.text("linkpath").or(() -> extended.linkName).orElseGet(header::linkName);
    Metadata metadata = metadata(header, pax);
    char type = header.type();
    content = new StoredContent(NOTHING, stored);
    return switch (type) {
      case '0', '\0', '7', 'S' ->
          rawName.endsWith("/") && type == '\0'
              ? new TreeEntry.Folder(path, metadata)
              : regular(header, pax, path, metadata, stored);
      case '1' -> new TreeEntry.HardLink(path, EntryPath.parse(link));
      case '2' -> new TreeEntry.Symlink(path, metadata, nonEmpty(path, link));
      case '3' -> special(path, metadata, FileKind.CHARACTER_DEVICE, header);
      case '4' -> special(path, metadata, FileKind.BLOCK_DEVICE, header);
      case '5' -> new TreeEntry.Folder(path, metadata);
      case '6' -> new TreeEntry.Special(path, metadata, FileKind.FIFO, DeviceNumber.NONE);
      default -> throw EntryPath.refused(path, "is of the unknown type '" + type + "'");
    };
  }

  private TreeEntry regular(
      TarBlock header, PaxRecords pax, String path, Metadata metadata, long stored)
      throws IOException {
    SparseMap map;
    long inArchive = stored;
    if (header.type() == 'S') {
      map = SparseFormats.old(header, this::block);
    } else if (SparseFormats.sizeOfMapped(pax).isPresent()) {
      long[] read = new long[1];
      map =
          SparseFormats.inContent(
              SparseFormats.sizeOfMapped(pax).getAsLong(),
              () -> {
                read[0] += TarBlock.BYTES;
                if (read[0] > stored) {
                  throw Damaged.at("the map of a sparse file is longer than its content");
                }
                return block();
              });
      inArchive -= read[0];
    } else {
      map =
          SparseFormats.inRecords(pax)
              .orElseGet(() -> new SparseMap(List.of(new SparseMap.Segment(0, stored)), stored));
    }
    if (map.storedBytes() > inArchive) {
      throw Damaged.at("entry \"" + path + "\" is shorter than its map");
    }
    content = new StoredContent(map, inArchive);
    return new TreeEntry.Regular(path, metadata, map.sizeBytes());
  }

  private static TreeEntry special(String path, Metadata metadata, FileKind kind, TarBlock header) {
    return new TreeEntry.Special(
        path,
        metadata,
        kind,
        new DeviceNumber((int) header.deviceMajor(), (int) header.deviceMinor()));
  }

  private static Metadata metadata(TarBlock header, PaxRecords pax) {
    return new Metadata(
        header.permissions(),
        owner(pax.number("uid").orElseGet(header::uid)),
        owner(pax.number("gid").orElseGet(header::gid)),
        pax.time("mtime").orElseGet(() -> new Timestamp(header.modifiedSeconds(), 0)),
        pax.attributes());
  }

  /// Ids are unsigned; the highest one means "leave as it is" to chown(2).
  private static int owner(long id) {
    if (id < 0 || id >= 0xffff_ffffL) {
      throw Damaged.at("an owner's id is " + id);
    }
    return (int) id;
  }

  private static String nonEmpty(String path, String target) {
    if (target.isEmpty() || target.indexOf('\0') >= 0) {
      throw EntryPath.refused(path, "is a symbolic link to nothing");
    }
    return target;
  }

  private TreeEntry counted(TreeEntry entry) {
    entries++;
    if (entries > limits.entries()) {
      throw Limits.exceeded("entries", limits.entries());
    }
    if (entry instanceof TreeEntry.Regular regular) {
      if (regular.sizeBytes() > limits.treeBytes() - bytes) {
        throw Limits.exceeded("bytes of content", limits.treeBytes());
      }
      bytes += regular.sizeBytes();
    }
    return entry;
  }

  private Optional<TarBlock> header() throws IOException {
    byte[] bytes = in.readNBytes(TarBlock.BYTES);
    if (bytes.length == 0) {
      return Optional.empty();
    }
    if (bytes.length < TarBlock.BYTES) {
      throw new EOFException("the archive ends within a header");
    }
    TarBlock block = new TarBlock(bytes);
    if (block.isEnd()) {
      return Optional.empty();
    }
    if (!block.hasRightChecksum()) {
      throw Damaged.at("a header has a wrong checksum");
    }
    return Optional.of(block);
  }

  private TarBlock block() throws IOException {
    byte[] bytes = in.readNBytes(TarBlock.BYTES);
    if (bytes.length < TarBlock.BYTES) {
      throw new EOFException("the archive ends within a header");
    }
    return new TarBlock(bytes);
  }

  private void addGlobal(byte[] records) {
    globalBytes += records.length;
    if (globalBytes > limits.headerBytes()) {
      throw Limits.exceeded("bytes in its global headers", limits.headerBytes());
    }
    global = global.and(PaxRecords.parse(records));
  }

  private static long size(TarBlock header) {
    long size = header.size();
    if (size < 0) {
      throw Damaged.at("an entry has a negative size");
    }
    return size;
  }

  private byte[] longValue(TarBlock header, Extended extended) throws IOException {
    long size = size(header);
    extended.bytes += size;
    if (size > limits.headerBytes() || extended.bytes > limits.headerBytes()) {
      throw Limits.exceeded("bytes in one entry's header", limits.headerBytes());
    }
    byte[] value = in.readNBytes((int) size);
    if (value.length < size) {
      throw new EOFException("the archive ends within a header");
    }
    in.skipNBytes(StoredContent.padding(size));
    return value;
  }

  private static String terminated(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return KernelString.decode(Arrays.copyOf(bytes, end));
  }
}
