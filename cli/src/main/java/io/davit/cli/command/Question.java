package io.davit.cli.command;

import io.davit.cli.Call;
import java.io.IOException;

/// Asks the user before something is lost.
final class Question {
  private Question() {}

  /// @return whether the answer is y or yes; the end of input is no
  static boolean ask(Call call, String text) throws IOException {
    call.err().print("? " + text + " [y/N] ");
    call.err().flush();
    StringBuilder answer = new StringBuilder();
    for (int c = call.around().in().read(); c >= 0 && c != '\n'; c = call.around().in().read()) {
      answer.append((char) c);
    }
    String word = answer.toString().strip();
    return word.equalsIgnoreCase("y") || word.equalsIgnoreCase("yes");
  }
}
