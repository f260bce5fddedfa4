package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code doctor --profile}: what the kernel programs of a running agent cost. Needs root. */
@Timeout(300)
class ProfileTest extends AgentFixture {
  private static final Path SWITCH = Path.of("/proc/sys/kernel/bpf_stats_enabled");

  @Test
  void eachProgramIsMeasuredForAWhile() throws Exception {
    String before = Files.readString(SWITCH);
    try (AgentProcess agent = start(Map.of()).awaitReady();
        AgentProcess profile =
            AgentProcess.start(launcher, Map.of(), List.of("doctor", "--profile", "1s"))) {
      int status = profile.exitStatus();
      String said = new String(profile.stdout(), UTF_8);
      assertEquals(0, status, profile::stderr);
      // The agent's own work alone makes calls
      assertTrue(
          Pattern.compile(
                  "^se_sys_exit +[0-9,]*[1-9][0-9,]* +[1-9][0-9]* +[0-9.]+$", Pattern.MULTILINE)
              .matcher(said)
              .find(),
          said);
      assertTrue(said.contains("\nall  "), said);
      assertTrue(agent.isAlive());
    }
    assertEquals(before, Files.readString(SWITCH), "it is a switch of its own");
  }

  @Test
  void whoMayNotMeasureIsToldWhoMay() throws Exception {
    startsBy("exec setpriv --bounding-set=-sys_admin --inh-caps=-sys_admin \"$@\"");
    try (AgentProcess refused =
        AgentProcess.start(launcher, Map.of(), List.of("doctor", "--profile", "1s"))) {
      assertEquals(1, refused.exitStatus());
      assertTrue(
          refused.stderr().contains("Run it as root, or with CAP_SYS_ADMIN."), refused::stderr);
    }
  }

  @Test
  void aTimeIsNeeded() throws Exception {
    try (AgentProcess wrong =
        AgentProcess.start(launcher, Map.of(), List.of("doctor", "--profile", "soon"))) {
      assertEquals(2, wrong.exitStatus());
      assertTrue(wrong.stderr().contains("soon"), wrong.stderr());
    }
  }
}
