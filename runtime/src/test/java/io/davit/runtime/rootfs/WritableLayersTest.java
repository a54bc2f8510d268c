package io.davit.runtime.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.runtime.ContainerSpec.OverlayRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WritableLayersTest {
  @TempDir Path directory;

  /// `mktemp -d` makes folders of mode 0700, and such are imported as images.
  @ParameterizedTest
  @CsvSource({
    "/, rwx------, rwxr-xr-x",
    "/usr, rwx------, rwx------",
    "/usr, rwxr-x---, rwxr-x---"
  })
  void aNewLayerHasTheModeOfWhatItCoversAndTheRootIsOpenToAll(
      String target, String image, String expected) throws IOException {
    assertThat(modeOfNewLayer(target, image)).isEqualTo(expected);
  }

  @Test
  void aLayerThatIsThereStaysAsItIs() throws IOException {
    modeOfNewLayer("/", "rwx------");
    Path upper = directory.resolve("upper");
    Files.setPosixFilePermissions(upper, PosixFilePermissions.fromString("rwx--x--x"));
    assertThat(modeOfNewLayer("/", "rwx------")).isEqualTo("rwx--x--x");
  }

  private String modeOfNewLayer(String target, String image) throws IOException {
    Path lower = Files.createDirectories(directory.resolve("image"));
    Files.setPosixFilePermissions(lower, PosixFilePermissions.fromString(image));
    Path upper = directory.resolve("upper");
    Path work = directory.resolve("work");
    WritableLayers.prepare(List.of(new OverlayRoot(Path.of(target), List.of(lower), upper, work)));
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(upper));
  }
}
