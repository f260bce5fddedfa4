package io.sentineledge.evasion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file system that does not answer, as one of FUSE may or a network's whose server is gone: the
 * agent looks at names in it that rules and workloads chose, and goes on.
 */
@Timeout(180)
class SilentFileSystemTest {
  /** More names than the agent waits for at a time. */
  private static final int NAMES = 6;

  /** Mounts of the test's alone, which the agent takes for the host's. */
  private static final List<String> AMONG_OWN_MOUNTS =
      List.of("unshare", "-m", "sh", "-c", "mount --bind /proc/$$ /proc/1 && exec \"$@\"", "sh");

  @TempDir private Path folder = Path.of("");

  private String rules(Path mount) {
    return """
    - rule: Named
      desc: Rules name files of it, so that the agent looks at them each second
      condition: evt.type in (open, openat) and fd.name in (%1$s/named, %2$s/plain)
      output: "%%fd.name"
      priority: WARNING
    - rule: Changed
      desc: Where the name led is looked up
      condition: evt.type in (chmod, fchmodat) and fs.path.name startswith %1$s/
      output: "%%fs.path.name"
      priority: WARNING
    """
        .formatted(mount, folder.toAbsolutePath());
  }

  private static long alerts(Agent agent, String rule) throws Exception {
    return agent.alerts().stream().filter(alert -> alert.rule().equals(rule)).count();
  }

  @Test
  void theAgentGoesOnWhileAFileSystemIsSilent() throws Exception {
    folder = folder.toRealPath();
    Path mount = Files.createDirectory(folder.resolve("mount"));
    Path plain = Files.writeString(folder.resolve("plain"), "x");
    Path program = folder.resolve("silent");
    Files.copy(Objects.requireNonNull(Run.class.getResourceAsStream("/silent")), program);
    assertTrue(program.toFile().setExecutable(true));
    try (Agent agent = new Agent(folder, rules(mount), AMONG_OWN_MOUNTS)) {
      Process silent =
          new ProcessBuilder(
                  "nsenter", "-m", "-t", "" + agent.pid(), program.toString(), mount.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader lines = silent.inputReader(StandardCharsets.UTF_8)) {
        assertEquals("mounted", lines.readLine());
        for (int i = 1; i <= NAMES; i++) {
          silent.getOutputStream().write(("file" + i + "\n").getBytes(StandardCharsets.UTF_8));
          silent.getOutputStream().flush();
          assertEquals("changed", lines.readLine());
          assertEquals(i, alerts(agent, "Changed"));
        }
        for (int i = 1; i <= 3; i++) {
          TimeUnit.SECONDS.sleep(1); // The agent has looked at each path of a rule again
          Process cat = new ProcessBuilder("cat", plain.toString()).start();
          assertEquals(0, cat.waitFor());
          assertEquals(i, alerts(agent, "Named"));
        }
        agent.awaitState("lookups                  DEGRADED ");
        agent.awaitState("sentinel_lookups_unanswered_total ");
      } finally {
        silent.destroyForcibly().waitFor();
      }
    }
  }
}
