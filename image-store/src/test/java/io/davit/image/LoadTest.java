package io.davit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.davit.image.Images.Image;
import io.davit.problem.Failure;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives made by others: umoci builds the image, skopeo writes it down in every format.
@Tag("kernel")
final class LoadTest {
  private static final String UMOCI =
      """
      mkdir -p one/etc one/bin two/etc
      echo one > one/etc/a; echo kept > one/etc/b; echo gone > one/etc/c; cp /bin/true one/bin/sh
      echo two > two/etc/a; : > two/etc/.wh.c
      tar -C one -cf one.tar .; tar -C two -cf two.tar .
      umoci init --layout oci; umoci new --image oci:made
      umoci raw add-layer --image oci:made one.tar; umoci raw add-layer --image oci:made two.tar
      umoci config --image oci:made --config.cmd /bin/sh --config.env A=1 --config.label k=v \
        --config.user 7 --config.exposedports 80/tcp --config.volume /data --config.workingdir /w \
        --config.stopsignal SIGINT
      """;

  private TestRoot root;

  @BeforeEach
  void setUp() throws Exception {
    root = new TestRoot();
  }

  @AfterEach
  void cleanUp() throws Exception {
    root.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker-archive:image.tar:team/made:1",
        "oci-archive:image.tar:team/made:1",
        "oci-archive:image.tar:team/made:1 --dest-compress-format zstd",
      })
  void whatSkopeoWritesIsLoaded(String destination) throws Exception {
    umoci();
    root.shell("skopeo copy --quiet --insecure-policy oci:oci:made " + destination);
    for (String compression : List.of("cat", "gzip -1", "zstd -q")) {
      root.shell(compression + " < image.tar > input; rm -rf store");
      try (ImageStore store = store();
          InputStream input = Files.newInputStream(root.path().resolve("input"))) {
        assertThat(store.load(input)).containsExactly("team/made:1");
        isTheImage(store, store.find("team/made:1").orElseThrow());
      }
    }
  }

  @Test
  void theConfigurationIsTheOneThatSkopeoReads() throws Exception {
    umoci();
    root.shell("tar -C oci -cf input .");
    String id =
        "sha256:"
            + root.shell("skopeo inspect --config --raw oci:oci:made | sha256sum | cut -d' ' -f1")
                .strip();
    String manifest = root.shell("skopeo inspect --format '{{.Digest}}' oci:oci:made").strip();
    try (ImageStore store = store()) {
      assertThat(load(store)).as("a bare tag names no repository").containsExactly(id);
      Image image = store.find(id).orElseThrow();
      isTheImage(store, image);
      assertThat(image.tags()).isEmpty();
      assertThat(image.provenance().history()).hasSizeGreaterThanOrEqualTo(2);
      store.remove(id, java.util.Set.of(), false);
      assertThat(TestRoot.tree(root.path().resolve("store")))
          .containsExactly("blobs", "blobs/sha256", "images.json", "layers", "tmp");
      root.shell(
          "skopeo copy --quiet --insecure-policy oci:oci:made oci-archive:input:team/made:1");
      load(store);
      assertThat(store.find("team/made:1").orElseThrow().digests())
          .containsExactly("team/made@" + manifest);
      assertThat(store.find("team/made@" + manifest)).isPresent();
    }
  }

  @Test
  void ofSeveralPlatformsThisMachinesIsTaken() throws Exception {
    umoci();
    root.shell(
        """
        umoci new --image oci:other; umoci config --image oci:other --architecture s390x
        umoci new --image oci:unknown
        cp oci/index.json made.json
        cat > choose.py <<'PY'
        import hashlib, json, sys
        found = json.load(open('made.json'))['manifests']
        by = {m['annotations']['org.opencontainers.image.ref.name']: m for m in found}
        for m in found: del m['annotations']
        by['other']['platform'] = {'os': 'linux', 'architecture': 's390x'}
        by['unknown']['platform'] = {'os': 'unknown', 'architecture': 'unknown'}
        by['unknown']['annotations'] = {'vnd.docker.reference.type': 'attestation-manifest'}
        by['made']['platform'] = {'os': 'linux', 'architecture': sys.argv[1]}
        kind = 'application/vnd.oci.image.index.v1+json'
        body = json.dumps({'schemaVersion': 2, 'manifests': [by[n] for n in sys.argv[2:]]}).encode()
        digest = hashlib.sha256(body).hexdigest()
        open('oci/blobs/sha256/' + digest, 'wb').write(body)
        outer = {'mediaType': kind, 'digest': 'sha256:' + digest, 'size': len(body),
                 'annotations': {'io.containerd.image.name': 'docker.io/team/multi:1'}}
        json.dump({'schemaVersion': 2, 'manifests': [outer]}, open('oci/index.json', 'w'))
        PY
        machine=$(skopeo inspect --format '{{.Architecture}}' oci:oci:made)
        python3 choose.py $machine other unknown made; tar -C oci -cf input .
        python3 choose.py $machine other unknown; tar -C oci -cf foreign .
        """);
    try (ImageStore store = store();
        InputStream foreign = Files.newInputStream(root.path().resolve("foreign"))) {
      assertThatThrownBy(() -> store.load(foreign))
          .isInstanceOf(NotFound.class)
          .hasMessageContaining("it has [linux/s390x]");
      assertThat(load(store)).containsExactly("team/multi:1");
      isTheImage(store, store.find("team/multi:1").orElseThrow());
    }
  }

  @Test
  void archivesOfOldDockersAreLoaded() throws Exception {
    legacy();
    root.shell(
        "tar -C save -cf input manifest.json repositories $(cd save; ls | grep -v -e manifest -e repositories)");
    try (ImageStore store = store()) {
      assertThat(load(store)).containsExactly("old:1", "old:also", "second:latest");
      Image image = store.find("old:1").orElseThrow();
      assertThat(image.tags()).containsExactly("old:1", "old:also");
      assertThat(store.find("second").orElseThrow().diffIds()).isEqualTo(image.diffIds());
      assertThat(load(store)).as("loading it again is success").hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo x >> save/L1/layer.tar; printf 'a' | dd of=save/L1/layer.tar bs=1 seek=600 conv=notrunc status=none",
        "sed -i 's/\"Cmd\"/\"Cmx\"/' save/$config.json",
        "rm save/L1/layer.tar",
        "sed -i 's/L1.layer.tar\"/L1\\/layer.tar\",\"L1\\/layer.tar\"/' save/manifest.json",
        "sed -i 's/old:1/Old:1/' save/manifest.json",
        "sed -i 's/old:1/davit\\/host:1/' save/manifest.json",
        "echo '[]' > save/manifest.json",
        "echo '[{}]' > save/manifest.json",
        "echo '{' > save/manifest.json",
        "rm save/manifest.json",
        "mknod save/device c 1 3",
      })
  void damageIsFoundAndLeavesNothing(String damage) throws Exception {
    String config = legacy();
    root.shell("config=" + config + "\n" + damage + "\ntar -C save -cf input .");
    try (ImageStore store = store()) {
      assertThatThrownBy(() -> load(store)).isInstanceOf(Failure.class);
    }
    assertThat(TestRoot.tree(root.path().resolve("store")))
        .containsExactly("blobs", "blobs/sha256", "layers", "tmp");
  }

  @Test
  void theOuterArchiveIsRefusedLikeALayer() throws Exception {
    legacy();
    root.shell("tar -C save -cf input --transform 's#^./L1#../L1#' -P .");
    try (ImageStore store = store()) {
      assertThatThrownBy(() -> load(store))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("\"..\"");
    }
  }

  @Test
  void theSameImageLoadedManyTimesAtOnceIsThereOnce() throws Exception {
    legacy();
    root.shell("tar -C save -cf input .");
    try (ImageStore store = store();
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Callable<List<String>> load = () -> load(store);
      List<Future<List<String>>> loads = threads.invokeAll(java.util.Collections.nCopies(8, load));
      for (Future<List<String>> each : loads) {
        assertThat(each.get()).hasSize(3);
      }
      assertThat(root.folder("store/tmp")).isEmptyDirectory();
      assertThat(TestRoot.tree(root.path().resolve("store/layers")))
          .filteredOn(path -> !path.contains("/"))
          .hasSize(1);
    }
  }

  private void umoci() throws Exception {
    assumeTrue(
        List.of("umoci", "skopeo", "zstd").stream()
            .allMatch(tool -> Files.isExecutable(Path.of("/usr/bin", tool))),
        "umoci, skopeo and zstd judge");
    root.shell(UMOCI);
  }

  /// What `docker save` wrote before version 25, two images that share a layer.
  ///
  /// @return the id of the first
  private String legacy() throws Exception {
    return root.shell(
            """
            mkdir -p save/L1 save/L2 content; echo content > content/file
            tar -C content -cf save/L1/layer.tar file
            ln -s ../L1/layer.tar save/L2/layer.tar; echo 1.0 | tee save/L1/VERSION > save/L2/VERSION
            layer=$(sha256sum < save/L1/layer.tar | cut -d' ' -f1)
            for n in 1 2; do
              printf '{"architecture":"amd64","os":"linux","created":"2020-01-0%sT00:00:00Z","config":{"Cmd":["/x"],"Env":null},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' $n $layer > c$n
              id=$(sha256sum < c$n | cut -d' ' -f1); mv c$n save/$id.json; eval id$n=$id
            done
            printf '[{"Config":"%s.json","RepoTags":["old:1","old:also"],"Layers":["L1/layer.tar"]},{"Config":"%s.json","RepoTags":["second:latest"],"Layers":["L2/layer.tar"]}]' $id1 $id2 > save/manifest.json
            echo '{}' > save/repositories; printf $id1
            """)
        .strip();
  }

  private static void isTheImage(ImageStore store, Image image) throws Exception {
    Images.Config config = image.config();
    assertThat(config.command()).containsExactly("/bin/sh");
    assertThat(config.environment()).contains("A=1");
    assertThat(config.labels()).containsEntry("k", "v");
    assertThat(config.user()).isEqualTo("7");
    assertThat(config.exposedPorts()).containsExactly("80/tcp");
    assertThat(config.volumes()).containsExactly("/data");
    assertThat(config.workingDirectory()).isEqualTo("/w");
    assertThat(config.stopSignal()).isEqualTo("SIGINT");
    assertThat(store.layers(image).getFirst().directories()).hasSize(2);
    ImageFiles files = new ImageFiles(store);
    assertThat(files.read(image, "/etc/a", 100))
        .hasValue("two\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(files.read(image, "/etc/b", 100)).isPresent();
    assertThat(files.read(image, "/etc/c", 100)).isEmpty();
  }

  private List<String> load(ImageStore store) throws Exception {
    try (InputStream in = Files.newInputStream(root.path().resolve("input"))) {
      return store.load(in);
    }
  }

  private ImageStore store() {
    return ImageStore.open(root.path().resolve("store"));
  }
}
