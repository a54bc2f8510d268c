package io.davit.cli.command;

import io.davit.cli.Call;
import io.davit.cli.Command;
import io.davit.cli.Flags;
import io.davit.problem.InvalidInput;
import io.davit.problem.Resource;
import picocli.CommandLine.Model.CommandSpec;

/// `completion`: a script for a shell. The script asks `davit __complete` at each press of the key,
/// so it never grows old.
public final class CompletionCommand implements Command {
  private static final String BASH =
      """
      _davit() {
        local IFS=$'\\n' current="${COMP_WORDS[COMP_CWORD]}"
        COMPREPLY=($(davit __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
        [ "${#COMPREPLY[@]}" -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
      }
      complete -o filenames -F _davit davit
      """;

  private static final String ZSH =
      """
      #compdef davit
      _davit() {
        local -a candidates
        candidates=(${(f)"$(davit __complete "${(@)words[2,CURRENT]}" 2>/dev/null)"})
        if (( $#candidates )); then compadd -a candidates; else _files; fi
      }
      compdef _davit davit
      """;

  private static final String FISH =
      """
      function __davit_candidates
        set -l words (commandline -opc) (commandline -ct)
        davit __complete $words[2..] 2>/dev/null
      end
      complete -c davit -a '(__davit_candidates)'
      """;

  @Override
  public void describe(CommandSpec spec) {
    Flags.of(spec).arguments("1", "SHELL", "bash, zsh or fish.");
    spec.usageMessage()
        .description(
            "",
            "In bash: source <(davit completion bash)",
            "In zsh: source <(davit completion zsh)",
            "In fish: davit completion fish | source");
  }

  @Override
  public int run(Call call) {
    String shell = call.arguments().getFirst();
    call.out()
        .print(
            switch (shell) {
              case "bash" -> BASH;
              case "zsh" -> ZSH;
              case "fish" -> FISH;
              default ->
                  throw new InvalidInput(
                      "unknown shell \"" + shell + "\"",
                      new Resource("argument", shell),
                      "choose one of bash, zsh, fish");
            });
    return 0;
  }
}
