package io.davit.runtime.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FileHeadTest {
  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aScriptNamesItsInterpreter() {
    assertThat(FileHead.interpreter(ascii("#! /usr/bin/env python3\nimport os\n")))
        .contains(new FileHead.Found("/usr/bin/env", true));
    assertThat(FileHead.interpreter(ascii("#!/bin/sh\r\n")))
        .contains(new FileHead.Found("/bin/sh\\r", true));
    assertThat(FileHead.interpreter(ascii("echo\n"))).isEmpty();
    assertThat(FileHead.interpreter(new byte[0])).isEmpty();
  }

  @Test
  void anElfFileNamesItsLoader() throws Exception {
    byte[] file = Files.readAllBytes(Path.of("/bin/ls"));
    byte[] head = Arrays.copyOf(file, CommandRows.HEAD_SIZE);
    assertThat(FileHead.interpreter(head))
        .hasValueSatisfying(found -> assertThat(found.path()).contains("ld"));
  }

  /// A file of an image says what it likes.
  @Test
  void aBrokenFileNamesNothingAndHarmsNothing() throws Exception {
    byte[] file = Files.readAllBytes(Path.of("/bin/ls"));
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] head = Arrays.copyOf(file, random.nextInt(CommandRows.HEAD_SIZE));
      for (int i = 0; i < 20 && head.length > 0; i++) {
        head[random.nextInt(head.length)] = (byte) random.nextInt();
      }
      assertThat(FileHead.interpreter(head)).as("seed %d", seed).isNotNull();
    }
  }
}
