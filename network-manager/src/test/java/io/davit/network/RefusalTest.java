package io.davit.network;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class RefusalTest {
  private static void guard(IOException e) {
    Refusal.perform(
        "making the bridge of network \"shop_default\"",
        () -> {
          throw e;
        });
  }

  /// The JDK's message of a missing file is its name, and nothing else.
  @Test
  void aSettingThatTheKernelDoesNotHaveIsASentence() {
    assertThatThrownBy(() -> guard(new NoSuchFileException("/proc/sys/net/ipv4/ip_forward")))
        .hasMessage(
            "making the bridge of network \"shop_default\": /proc/sys/net/ipv4/ip_forward does not"
                + " exist")
        .extracting("fix")
        .asString()
        .contains("mount /proc writable");
  }

  @Test
  void aReasonThatIsKnownIsTold() {
    assertThatThrownBy(() -> guard(new FileSystemException("/run/x", null, "No space left")))
        .hasMessage("making the bridge of network \"shop_default\": /run/x: No space left");
  }
}
