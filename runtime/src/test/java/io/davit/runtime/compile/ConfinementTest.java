package io.davit.runtime.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.davit.runtime.compile.Sandbox.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real container, seen from inside.
@Tag("kernel")
@Timeout(60)
final class ConfinementTest {
  @TempDir Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void make() throws Exception {
    sandbox = new Sandbox(directory);
  }

  @AfterEach
  void remove() {
    sandbox.close();
  }

  private String shell(String script) throws Exception {
    return shell(sandbox.specs(), script);
  }

  private String shell(Specs specs, String script) throws Exception {
    Outcome outcome = sandbox.run(specs.shell("exec 2>&1\n" + script));
    return outcome.output();
  }

  @Test
  void itsCapabilitiesAreDockersAndItIsFiltered() throws Exception {
    assertThat(shell("grep -E '^(Cap|Seccomp:|NoNewPrivs)' /proc/self/status"))
        .isEqualTo(
            """
            CapInh:\t0000000000000000
            CapPrm:\t00000000a80425fb
            CapEff:\t00000000a80425fb
            CapBnd:\t00000000a80425fb
            CapAmb:\t0000000000000000
            NoNewPrivs:\t0
            Seccomp:\t2
            """);
  }
}
