package io.davit.image;

import io.davit.image.LayerUnpacking.Unpacked;
import io.davit.image.tree.Limits;
import io.davit.image.tree.MergedFolder;
import io.davit.image.tree.TreeReader;
import io.davit.kernel.Architecture;
import io.davit.kernel.ErrnoException;
import io.davit.kernel.fs.Directory;
import io.davit.kernel.fs.FileStatus;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import io.davit.registry.Digests;
import io.davit.registry.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The images of one engine below one directory ([StoreFolders] shows it).
///
/// Everything is taken in under temporary names and appears with one rename, layers first, the
/// index last: a crash at any moment leaves the old or the new, and the next start removes what was
/// in progress. Nobody else may use the directory at the same time.
public final class ImageStore implements Images {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final StoreFolders folders;
  private final Clock clock;
  private final String architecture;
  private final ImageIndex index;
  private final Blobs blobs;
  private final Documents documents;
  private final LayerStore layers;
  private final LayerUnpacking unpacking;
  private final DeferredSync deferred;
  private final Holds holds = new Holds();
  private final ArchiveLoading loading;
  private final ImageNames names;
  private final ImageRemoval removal;
  private final HostImage host;

  /// Opens the store; makes it when there is none.
  ///
  /// @param root made if absent
  public static ImageStore open(Path root) {
    return open(root, Path.of("/"), Limits.DEFAULT, Clock.systemUTC());
  }

  /// @param host the root directory that `davit/host` shows
  public static ImageStore open(Path root, Path host, Limits limits, Clock clock) {
    try {
      Files.createDirectories(root);
      String bootId = Files.readString(BOOT_ID).strip();
      return new ImageStore(StoreFolders.open(root), host, limits, clock, bootId);
    } catch (ErrnoException e) {
      throw StorageErrors.of("opening the image store", root, e);
    } catch (IOException e) {
      throw new io.davit.problem.StorageFailed(
          "the image store cannot be made: " + e,
          Optional.of(new Resource("path", root.toString())),
          Optional.of("check that the directory can be written, or choose another with --root"),
          e);
    }
  }

  private ImageStore(StoreFolders folders, Path hostRoot, Limits limits, Clock clock, String bootId)
      throws ErrnoException {
    this.folders = folders;
    this.clock = clock;
    this.architecture = goName(Architecture.current());
    this.index = new ImageIndex(folders);
    this.blobs = new Blobs(folders);
    this.documents = new Documents(blobs);
    this.deferred = new DeferredSync(folders, bootId);
    this.layers = new LayerStore(folders);
    this.unpacking = new LayerUnpacking(limits);
    this.loading = new ArchiveLoading(folders, layers, unpacking, limits, architecture);
    this.names = new ImageNames(index);
    Sweep sweep = new Sweep(folders, index, documents, layers, holds, deferred);
    sweep.afterInterruption();
    this.removal = new ImageRemoval(folders, index, documents, names, sweep);
    this.host = new HostImage(hostRoot, new HostShelf(), clock);
  }

  @Override
  public List<Image> list() {
    host.refresh();
    return index.rows().stream()
        .map(this::image)
        .sorted(Comparator.comparing(Image::created).reversed())
        .toList();
  }

  @Override
  public Optional<Image> find(String reference) {
    if (HostImage.isNamedBy(reference)) {
      host.refresh();
    }
    return names.find(reference).map(this::image);
  }

  @Override
  public List<String> load(InputStream archive) {
    List<String> loaded = new ArrayList<>();
    loading.load(
        archive,
        (found, unpack) -> {
          found.names().forEach(HostImage::refuse);
          ImageRow row = row(found);
          try (Holds.Several held = holds.several()) {
            digests(found.parsed(), row).forEach(held::take);
            unpack.unpack();
            put(found.document());
            found.manifest().ifPresent(this::put);
            index.add(row);
          }
          if (found.names().isEmpty()) {
            loaded.add(row.id());
          }
          found.names().forEach(name -> loaded.add(name.tagged().familiar()));
        });
    return loaded;
  }

  @Override
  public Image importTar(InputStream tar, Optional<String> reference, List<String> changes) {
    return importLayer(tree -> unpacking.fromTar(tar, tree), reference, changes);
  }

  @Override
  public Image importDirectory(Path directory, Optional<String> reference, List<String> changes) {
    return importLayer(
        tree -> {
          FileStatus store = folders.top().status();
          TreeReader.Filter notTheStore =
              (_, status) ->
                  status.inode() != store.inode() || !status.device().equals(store.device());
          try (MergedFolder source = MergedFolder.of(List.of(openSource(directory)));
              TreeReader reader = new TreeReader(notTheStore, TreeReader.HardLinks.KEPT)) {
            return unpacking.fromTree(sink -> reader.read(source, sink), tree);
          }
        },
        reference,
        changes);
  }

  @Override
  public void tag(String reference, String newReference) {
    Image image = find(reference).orElseThrow(() -> ImageNames.noSuchImage(reference));
    ImageReference name = ImageNames.newTag(newReference);
    HostImage.refuse(name);
    if (!index.addTag(image.id(), name.toString(), clock.instant())) {
      throw ImageNames.noSuchImage(reference);
    }
  }

  @Override
  public Removal remove(String reference, Set<String> inUse, boolean force) {
    return removal.remove(reference, inUse, force);
  }

  @Override
  public List<Layers> layers(Image image) {
    boolean builtIn = index.byId(image.id()).map(ImageRow::builtIn).orElse(false);
    if (builtIn && !image.diffIds().stream().allMatch(layers::contains)) {
      host.refresh();
    }
    List<Path> directories = new ArrayList<>();
    for (String diffId : image.diffIds().reversed()) {
      if (!layers.contains(diffId)) {
        throw new io.davit.problem.StorageFailed(
            "layer " + diffId + " of image \"" + image.id() + "\" is gone",
            new Resource("image", image.id()),
            "remove the image and load it again");
      }
      directories.add(folders.layerTree(diffId));
    }
    List<Layers> stacks = new ArrayList<>();
    stacks.add(new Layers(Path.of("/"), directories));
    if (builtIn) {
      stacks.addAll(host.directories());
    }
    return stacks;
  }

  @Override
  public void close() {
    folders.close();
  }

  private Image importLayer(
      LayerStore.Filler filler, Optional<String> reference, List<String> changes) {
    Optional<ImageReference> name = reference.map(ImageNames::newTag);
    name.ifPresent(HostImage::refuse);
    Config config = ConfigChanges.apply(ImageDocument.emptyConfig(), changes);
    return addImage(
        held -> layers.add(held.of(filler)), config, "imported", name, Optional.empty());
  }

  private final class HostShelf implements HostImage.Shelf {
    @Override
    public boolean has(ImageReference name, String fingerprint) {
      return index
          .byTag(name.toString())
          .filter(row -> row.machine().equals(Optional.of(fingerprint)))
          .filter(row -> documents.get(row.id()).diffIds().stream().allMatch(layers::contains))
          .isPresent();
    }

    @Override
    public void put(
        ImageReference name, String fingerprint, LayerStore.Filler filler, Config config) {
      addImage(
          held -> layers.addReproducible(held.of(filler), deferred),
          config,
          "the machine's own",
          Optional.of(name),
          Optional.of(fingerprint));
    }
  }

  /// Adds an image of one layer. Its date is that of its newest file, so that equal trees make
  /// equal images.
  private Image addImage(
      OneLayer adding,
      Config config,
      String comment,
      Optional<ImageReference> name,
      Optional<String> machine) {
    // The entry in tmp outlives the layer's own: until the index is written, nothing refers to it.
    try (StoreFolders.Work _ = folders.begin();
        Holds.Several held = holds.several()) {
      Unpacked layer = adding.add(held);
      History step = new History(layer.newest(), "", comment, false);
      byte[] json =
          new ImageDocument(
                  layer.newest(),
                  "linux",
                  architecture,
                  "",
                  config,
                  List.of(layer.diffId()),
                  new Provenance("", comment, List.of(step)))
              .toJson();
      String id = Digests.of(json);
      held.take(id);
      put(json);
      index.add(
          new ImageRow(
              id,
              Optional.empty(),
              clock.instant(),
              machine,
              name.map(ImageReference::toString).stream().toList(),
              List.of()));
      return image(index.byId(id).orElseThrow());
    } catch (ErrnoException e) {
      throw StorageErrors.of("taking in an image", folders.root(), e);
    }
  }

  /// Adds the layer of an image, and holds it from before it appears.
  @FunctionalInterface
  private interface OneLayer {
    Unpacked add(Holds.Several held);
  }

  private ImageRow row(FoundImage found) {
    Optional<String> manifest = found.manifest().map(Digests::of);
    List<String> digests = new ArrayList<>();
    manifest.ifPresent(
        digest -> found.names().forEach(name -> digests.add(name.repository() + "@" + digest)));
    return new ImageRow(
        Digests.of(found.document()),
        manifest,
        clock.instant(),
        Optional.empty(),
        found.names().stream().map(name -> name.tagged().toString()).toList(),
        digests);
  }

  private static List<String> digests(ImageDocument document, ImageRow row) {
    List<String> digests = new ArrayList<>(document.diffIds());
    digests.add(row.id());
    row.manifest().ifPresent(digests::add);
    return digests;
  }

  private void put(byte[] document) {
    try {
      blobs.put(document);
    } catch (ErrnoException e) {
      throw StorageErrors.of("writing an image's configuration", folders.root(), e);
    }
  }

  private Image image(ImageRow row) {
    ImageDocument document = documents.get(row.id());
    return new Image(
        row.id(),
        row.tags().stream().map(ImageReference::familiar).toList(),
        row.digests().stream().map(ImageReference::familiar).toList(),
        document.created(),
        document.diffIds().stream().mapToLong(layers::sizeBytes).sum(),
        document.os(),
        document.architecture(),
        document.variant(),
        document.config(),
        document.diffIds(),
        document.provenance());
  }

  private static Directory openSource(Path directory) throws ErrnoException {
    try {
      return Directory.open(directory);
    } catch (ErrnoException e) {
      throw new NotFound(
          "cannot open the directory \"" + directory + "\": " + e.getMessage(),
          Optional.of(new Resource("path", directory.toString())),
          Optional.of("give the directory of a root file system, or a tar of one"),
          e);
    }
  }

  private static String goName(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> "amd64";
      case AARCH64 -> "arm64";
    };
  }
}
