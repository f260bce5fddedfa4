package io.sentineledge.evasion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent knows itself, and what is done to it, by its identity: whatever others are called. */
class OwnActivityTest {
  private static final Path FREEZER = Path.of("/sys/fs/cgroup/freezer");

  @TempDir private Path folder = Path.of("");

  private static List<Alert> told(Agent agent, String rule) throws Exception {
    return agent.alerts().stream().filter(alert -> alert.rule().equals(rule)).toList();
  }

  @Test
  void aProcessWithTheNameOfTheAgentIsNotTakenForIt() throws Exception {
    String rules =
        """
        - rule: Own
          desc: The agent changes its folder now and then, in vain
          condition: evt.type = chdir and proc.is_agent = true
          output: "%proc.pid"
          priority: WARNING
        - rule: Others
          desc: What the agent does is left out
          condition: evt.type in (chdir, execve) and proc.name = sentinel-edge and proc.is_agent = false
          output: "%proc.pid %proc.exepath"
          priority: WARNING
        """;
    Path named = folder.toRealPath().resolve("sentinel-edge");
    Files.copy(Path.of("/bin/true"), named);
    try (Agent agent = new Agent(folder, rules)) {
      assertEquals(0, new ProcessBuilder(named.toString()).start().waitFor());
      agent.await("Own");
      told(agent, "Own")
          .forEach(alert -> assertEquals(Long.toString(agent.pid()), alert.field("proc.pid")));
      assertEquals(
          List.of(named.toString()),
          told(agent, "Others").stream().map(alert -> alert.field("proc.exepath")).toList());
    }
  }

  @Test
  void whoOpensTheFreezerOfTheAgentsGroupIsToldWhenItGoesOn() throws Exception {
    assumeTrue(Files.isDirectory(FREEZER), "no hierarchy of version 1 with the freezer");
    String rules =
        """
        - rule: Freezer
          desc: The file by which the agent's control group is frozen
          condition: evt.is_open_write = true and file.of_agent = true
          output: "%fd.name %proc.name"
          priority: WARNING
        """;
    Path group = ControlGroup.make(FREEZER, folder);
    try {
      String enter = "echo $$ >" + group + "/cgroup.procs; exec \"$@\"";
      try (Agent agent = new Agent(folder, rules, List.of("sh", "-c", enter, "sh"))) {
        ControlGroup.write(group, "freezer.state", "FROZEN");
        ControlGroup.write(group, "freezer.state", "THAWED");
        List<Alert> told = told(agent, "Freezer");
        assertEquals(2, told.size(), told::toString);
        for (Alert alert : told) {
          assertEquals("sh", alert.field("proc.name"));
          assertTrue(alert.field("fd.name").endsWith("/freezer.state"), alert::line);
        }
      }
    } finally {
      ControlGroup.remove(group);
    }
  }
}
