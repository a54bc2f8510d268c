package io.davit.cli.object;

import com.google.gson.JsonObject;
import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.cli.engine.Answer;
import io.davit.cli.engine.EngineRefused;
import io.davit.cli.engine.Fields;
import io.davit.cli.engine.JsonText;
import io.davit.cli.engine.Request;
import io.davit.problem.InvalidInput;
import io.davit.problem.NotFound;
import io.davit.problem.Resource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `image tag`, `image load` and `image import`.
public final class ImageCommand implements Command {
  private final String verb;

  public ImageCommand(String verb) {
    this.verb = verb;
  }

  @Override
  public void describe(CommandSpec spec) {
    Flags flags = Flags.of(spec);
    switch (verb) {
      case "tag" -> flags.arguments("2", "IMAGE NEW-NAME", "The image, and its further name.");
      case "load" ->
          flags
              .value(
                  "-i --input", "FILE", "The archive; else it is the argument or standard input.")
              .flag("-q --quiet", "Print nothing but failures.")
              .arguments("0..1", "FILE", "The archive; - is standard input.");
      default ->
          flags
              .values(
                  "-c --change", "INSTRUCTION", "Set a part of its configuration: CMD [\"sh\"].")
              .value("-m --message", "TEXT", "Accepted for old scripts.")
              .arguments("1..2", "SOURCE [NAME]", "A tar, a folder, or - ; and the image's name.");
    }
  }

  @Override
  public int run(Call call) throws IOException {
    return switch (verb) {
      case "tag" -> tag(call);
      case "load" -> load(call);
      default -> importRoot(call);
    };
  }

  private static int tag(Call call) throws IOException {
    Name name = Name.of(call.arguments().getLast());
    Request request =
        Request.post(Request.imagePath(call.arguments().getFirst(), "/tag"))
            .query("repo", name.repository())
            .queryIfAny("tag", name.tag());
    call.engine().run(request);
    return 0;
  }

  private static int load(Call call) throws IOException {
    String file = call.arguments().isEmpty() ? call.text("--input") : call.arguments().getFirst();
    if ((file.isEmpty() || file.equals("-")) && call.around().terminal().inputIsTerminal()) {
      throw new InvalidInput(
          "the standard input is a terminal, not an archive",
          new Resource("argument", "FILE"),
          "name the archive: davit image load FILE");
    }
    try (InputStream archive = source(call, file);
        Answer answer = call.engine().send(Request.post("/images/load").stream(archive))) {
      print(call, answer, call.flag("--quiet"));
    }
    return 0;
  }

  private static int importRoot(Call call) throws IOException {
    List<String> words = call.arguments();
    Path path = call.around().directory().resolve(words.getFirst()).normalize();
    boolean folder = !words.getFirst().equals("-") && Files.isDirectory(path);
    Request request =
        Request.post("/images/create").query("fromSrc", folder ? path.toString() : "-");
    if (words.size() > 1) {
      Name name = Name.of(words.getLast());
      request = request.query("repo", name.repository()).queryIfAny("tag", name.tag());
    }
    for (String change : call.texts("--change")) {
      request = request.query("changes", change);
    }
    try (InputStream tar = folder ? InputStream.nullInputStream() : source(call, words.getFirst());
        Answer answer = call.engine().send(folder ? request : request.stream(tar))) {
      print(call, answer, false);
    }
    return 0;
  }

  private static InputStream source(Call call, String file) throws IOException {
    if (file.isEmpty() || file.equals("-")) {
      return call.around().in();
    }
    Path path = call.around().directory().resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new NotFound(
          "there is no file " + file, new Resource("path", path.toString()), "check the path");
    }
    return Files.newInputStream(path);
  }

  /// Lines of Docker's JSON progress; a failure may come as the last.
  private static void print(Call call, Answer answer, boolean quiet) throws IOException {
    try (BufferedReader lines = answer.lines()) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        if (text.isBlank()) {
          continue;
        }
        Fields line = Fields.of(JsonText.parse(text));
        if (line.has("error")) {
          Fields detail = line.object("errorDetail");
          throw EngineRefused.of(0, detail.has("message") ? detail : message(line));
        }
        String words = line.has("stream") ? line.text("stream") : line.text("status");
        if (!quiet && !words.isEmpty()) {
          call.out().println(words.stripTrailing());
          call.out().flush();
        }
      }
    }
  }

  private static Fields message(Fields line) {
    Fields error = new Fields(new JsonObject());
    error.json().addProperty("message", line.text("error"));
    return error;
  }

  /// `registry:5000/team/app:tag` in two.
  private record Name(String repository, String tag) {
    static Name of(String text) {
      int colon = text.lastIndexOf(':');
      return colon > text.lastIndexOf('/')
          ? new Name(text.substring(0, colon), text.substring(colon + 1))
          : new Name(text, "");
    }
  }
}
