package io.davit.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The reader and the writer agree with each other and with Gson's own.
final class JsonTextTest {
  @Test
  void whatIsWrittenReadsBack() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      JsonElement tree = tree(random, 4);
      assertThat(JsonText.write(tree)).as("seed " + seed).isEqualTo(tree.toString());
      for (String text : new String[] {JsonText.write(tree), JsonText.pretty(tree)}) {
        assertThat(JsonText.parse(text)).as("seed " + seed).isEqualTo(tree);
        assertThat(JsonParser.parseString(text)).as("seed " + seed).isEqualTo(tree);
      }
    }
  }

  private static JsonElement tree(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> new JsonPrimitive(random.nextLong());
      case 1 -> new JsonPrimitive(random.nextBoolean());
      case 2 -> JsonNull.INSTANCE;
      case 3 -> new JsonPrimitive(text(random));
      case 4 -> new JsonPrimitive(random.nextDouble());
      case 5 -> {
        JsonArray array = new JsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(tree(random, depth - 1));
        }
        yield array;
      }
      default -> {
        JsonObject object = new JsonObject();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.add(text(random), tree(random, depth - 1));
        }
        yield object;
      }
    };
  }

  private static String text(Random random) {
    String letters = "ab\"\\\n\t\r\b\f\u0000\u001fü漢\u2028\u2029😀<&'/ ";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.appendCodePoint(
          letters.codePointAt(
              letters.offsetByCodePoints(
                  0, random.nextInt(letters.codePointCount(0, letters.length())))));
    }
    return text.toString();
  }

  /// `config --format json` is a compose file, too, and YAML forbids the one and folds the other.
  @Test
  void charactersThatYamlDoesNotTakeAreEscaped() {
    assertThat(JsonText.write(new JsonPrimitive("a\u007fb\u0085c")))
        .isEqualTo("\"a\\u007fb\\u0085c\"");
  }

  @Test
  void damagedTextIsAFailure() {
    for (String text : new String[] {"{", "[1,", "{\"a\":", "\"abc", "]"}) {
      assertThatThrownBy(() -> JsonText.parse(text)).as(text).isInstanceOf(IOException.class);
    }
  }
}
