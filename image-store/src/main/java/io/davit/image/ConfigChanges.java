package io.davit.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.davit.image.Images.Config;
import io.davit.image.Images.Healthcheck;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import io.davit.problem.Unsupported;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Dockerfile instructions that change a configuration, as `import --change` takes them: CMD,
/// ENTRYPOINT, ENV, WORKDIR, USER, LABEL, EXPOSE, VOLUME, STOPSIGNAL, HEALTHCHECK, SHELL. Applied
/// in their order; variables are not expanded.
final class ConfigChanges {
  private static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-c");

  private List<String> command;
  private List<String> entrypoint;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String workingDirectory;
  private String user;
  private final Map<String, String> labels;
  private final Set<String> exposedPorts;
  private final Set<String> volumes;
  private String stopSignal;
  private List<String> shell;
  private Optional<Healthcheck> healthcheck;

  private ConfigChanges(Config config) {
    command = config.command();
    entrypoint = config.entrypoint();
    config.environment().forEach(variable -> putVariable(variable));
    workingDirectory = config.workingDirectory();
    user = config.user();
    labels = new LinkedHashMap<>(config.labels());
    exposedPorts = new LinkedHashSet<>(config.exposedPorts());
    volumes = new LinkedHashSet<>(config.volumes());
    stopSignal = config.stopSignal();
    shell = config.shell();
    healthcheck = config.healthcheck();
  }

  /// @throws InvalidInput for an instruction that is malformed
  /// @throws Unsupported for one that changes files
  static Config apply(Config config, List<String> instructions) {
    ConfigChanges changes = new ConfigChanges(config);
    instructions.forEach(changes::apply);
    return changes.result();
  }

  private Config result() {
    List<String> variables = new ArrayList<>();
    environment.forEach((name, value) -> variables.add(name + "=" + value));
    return new Config(
        command,
        entrypoint,
        variables,
        workingDirectory,
        user,
        labels,
        List.copyOf(exposedPorts),
        List.copyOf(volumes),
        stopSignal,
        shell,
        healthcheck);
  }

  private void apply(String instruction) {
    String line = instruction.strip();
    int space = 0;
    while (space < line.length() && !Character.isWhitespace(line.charAt(space))) {
      space++;
    }
    String keyword = line.substring(0, space).toUpperCase(Locale.ROOT);
    String rest = line.substring(space).strip();
    if (rest.isEmpty()) {
      throw invalid(instruction, "has no argument");
    }
    switch (keyword) {
      case "CMD" -> command = commandOf(rest);
      case "ENTRYPOINT" -> entrypoint = commandOf(rest);
      case "ENV" -> environment.putAll(pairs(instruction, rest));
      case "LABEL" -> labels.putAll(pairs(instruction, rest));
      case "WORKDIR" ->
          workingDirectory =
              Path.of("/").resolve(workingDirectory).resolve(rest).normalize().toString();
      case "USER" -> user = rest;
      case "EXPOSE" -> words(instruction, rest).forEach(port -> expose(instruction, port));
      case "VOLUME" -> volumes.addAll(json(rest).orElseGet(() -> words(instruction, rest)));
      case "STOPSIGNAL" -> stopSignal = rest;
      case "SHELL" ->
          shell = json(rest).orElseThrow(() -> invalid(instruction, "is not a JSON list"));
      case "HEALTHCHECK" -> healthcheck = Optional.of(healthcheck(instruction, rest));
      default ->
          throw new Unsupported(
              "the instruction \"" + keyword + "\" cannot be applied to an imported image",
              new Resource("instruction", instruction),
              "use CMD, ENTRYPOINT, ENV, WORKDIR, USER, LABEL, EXPOSE, VOLUME, STOPSIGNAL,"
                  + " HEALTHCHECK or SHELL");
    }
  }

  private List<String> commandOf(String rest) {
    return json(rest)
        .orElseGet(
            () -> {
              List<String> words = new ArrayList<>(shell.isEmpty() ? DEFAULT_SHELL : shell);
              words.add(rest);
              return List.copyOf(words);
            });
  }

  private void expose(String instruction, String port) {
    String[] parts = port.split("/", 2);
    String protocol = parts.length == 2 ? parts[1].toLowerCase(Locale.ROOT) : "tcp";
    String[] range = parts[0].split("-", 2);
    int first = portNumber(instruction, range[0]);
    int last = range.length == 2 ? portNumber(instruction, range[1]) : first;
    if (last < first || !Set.of("tcp", "udp", "sctp").contains(protocol)) {
      throw invalid(instruction, "has the bad port \"" + port + "\"");
    }
    for (int number = first; number <= last; number++) {
      exposedPorts.add(number + "/" + protocol);
    }
  }

  private static int portNumber(String instruction, String text) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
      throw invalid(instruction, "has the bad port \"" + text + "\"");
    }
    return Integer.parseInt(text);
  }

  private Healthcheck healthcheck(String instruction, String text) {
    if (text.equalsIgnoreCase("NONE")) {
      return new Healthcheck(List.of("NONE"), 0, 0, 0, 0, 0);
    }
    Map<String, String> options = new LinkedHashMap<>();
    String rest = text;
    while (rest.startsWith("--")) {
      String[] split = rest.split("\\s+", 2);
      String[] option = split[0].substring(2).split("=", 2);
      if (option.length != 2 || split.length != 2) {
        throw invalid(instruction, "has the bad option \"" + split[0] + "\"");
      }
      options.put(option[0], option[1]);
      rest = split[1].strip();
    }
    if (!rest.regionMatches(true, 0, "CMD", 0, 3)) {
      throw invalid(instruction, "has neither CMD nor NONE");
    }
    String probe = rest.substring(3).strip();
    List<String> test = new ArrayList<>();
    Optional<List<String>> exec = json(probe);
    test.add(exec.isPresent() ? "CMD" : "CMD-SHELL");
    test.addAll(exec.orElse(List.of(probe)));
    Healthcheck check =
        new Healthcheck(
            test,
            GoDuration.nanos(options.remove("interval"), instruction),
            GoDuration.nanos(options.remove("timeout"), instruction),
            GoDuration.nanos(options.remove("start-period"), instruction),
            GoDuration.nanos(options.remove("start-interval"), instruction),
            GoDuration.count(options.remove("retries"), instruction));
    if (!options.isEmpty()) {
      throw invalid(instruction, "has unknown options " + options.keySet());
    }
    return check;
  }

  private Map<String, String> pairs(String instruction, String rest) {
    List<String> words = words(instruction, rest);
    Map<String, String> pairs = new LinkedHashMap<>();
    if (words.getFirst().indexOf('=') < 0) {
      // The old form: one name, and everything after it.
      String[] split = rest.split("\\s+", 2);
      if (split.length != 2) {
        throw invalid(instruction, "has no value");
      }
      return Map.of(split[0], split[1]);
    }
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw invalid(instruction, "has \"" + word + "\" where NAME=VALUE is expected");
      }
      pairs.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return pairs;
  }

  private void putVariable(String variable) {
    int equals = variable.indexOf('=');
    environment.put(
        equals < 0 ? variable : variable.substring(0, equals),
        equals < 0 ? "" : variable.substring(equals + 1));
  }

  /// Words with the quotes and backslashes of a Dockerfile taken away.
  private static List<String> words(String instruction, String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && quote != '\'' && at + 1 < text.length()) {
        word.append(text.charAt(++at));
        inWord = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (!Character.isWhitespace(c)) {
        word.append(c);
        inWord = true;
      } else if (inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      }
    }
    if (quote != 0) {
      throw invalid(instruction, "has a quote that is not closed");
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  /// A JSON list of texts; whatever is none is the shell form.
  private static Optional<List<String>> json(String text) {
    if (!text.startsWith("[")) {
      return Optional.empty();
    }
    try {
      JsonArray array = JsonParser.parseString(text).getAsJsonArray();
      List<String> words = new ArrayList<>();
      for (JsonElement word : array) {
        if (!word.isJsonPrimitive() || !word.getAsJsonPrimitive().isString()) {
          return Optional.empty();
        }
        words.add(word.getAsString());
      }
      return Optional.of(List.copyOf(words));
    } catch (JsonParseException | IllegalStateException _) {
      return Optional.empty();
    }
  }

  static InvalidInput invalid(String instruction, String why) {
    return new InvalidInput(
        "the change \"" + instruction + "\" " + why,
        new Resource("instruction", instruction),
        "write it as in a Dockerfile, for example CMD [\"nginx\", \"-g\", \"daemon off;\"]");
  }
}
