package io.sentineledge.evasion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent that is killed or halted cannot tell; the next one does, or the same one when it goes
 * on. The BPF file system that keeps the record is mounted in a namespace of the test's own.
 */
class GuardTest {
  private static final String RULE = "Agent killed or stopped";
  private static final Path PIN = Path.of("/sys/fs/bpf/sentineledge_guard");

  @TempDir private Path folder = Path.of("");
  private final Process namespace;

  GuardTest() throws IOException {
    namespace =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                "mount -t bpf bpf /sys/fs/bpf && echo ready && exec cat")
            .start();
    assertEquals("ready", namespace.inputReader().readLine());
  }

  @AfterEach
  void endNamespace() throws InterruptedException {
    namespace.destroy();
    namespace.waitFor();
  }

  private Agent agent(String name, String... launcher) throws IOException {
    Path own = Files.createDirectory(folder.resolve(name));
    List<String> words =
        new ArrayList<>(List.of("nsenter", "--mount", "-t", Long.toString(namespace.pid()), "--"));
    words.addAll(List.of(launcher));
    return new Agent(own, "", words);
  }

  private boolean pinned() {
    return Files.exists(Path.of("/proc/" + namespace.pid() + "/root" + PIN));
  }

  @Test
  void theNextStartTellsWhoKilledTheAgent() throws Exception {
    long killed;
    try (Agent first = agent("first")) {
      killed = first.pid();
      assertTrue(pinned());
      first.signal("KILL");
      first.awaitEnd();
    }
    assertTrue(pinned(), "the record stays");
    try (Agent second = agent("second")) {
      Alert alert = second.first();
      assertEquals(RULE, alert.rule());
      assertEquals(Long.toString(killed), alert.field("agent.pid"));
      assertEquals("SIGKILL", alert.field("signal"));
      assertEquals("kill", alert.field("proc.name"));
      assertTrue(
          Long.parseLong(alert.field("agent.blind_from"))
              < Long.parseLong(alert.field("agent.blind_to")));
      assertTrue(alert.line().contains("agent killed by kill (pid="), alert.line());
    }
    assertTrue(!pinned(), "an agent that ends by itself leaves nothing");
  }

  @Test
  void anAgentThatGoesOnTellsWhoHaltedIt() throws Exception {
    try (Agent agent = agent("halted")) {
      agent.signal("STOP");
      Thread.sleep(500);
      agent.signal("CONT");
      agent.await(RULE);
      Alert alert = agent.first();
      assertEquals("SIGSTOP", alert.field("signal"));
      assertEquals("kill", alert.field("proc.name"));
    }
  }

  @Test
  void anAgentThatGoesOnTellsWhoFrozeItsControlGroup() throws Exception {
    Path group = ControlGroup.make(folder.resolve("cgroup"));
    try {
      String enter = "echo $$ >" + group + "/cgroup.procs; exec \"$@\"";
      try (Agent agent = agent("frozen", "sh", "-c", enter, "sh")) {
        Thread.sleep(1500);
        ControlGroup.write(group, "cgroup.freeze", "1");
        Thread.sleep(500);
        ControlGroup.write(group, "cgroup.freeze", "0");
        agent.await(RULE);
        Alert alert = agent.first();
        assertEquals("sh", alert.field("proc.name"));
        assertTrue(alert.line().contains("agent frozen by sh (pid="), alert.line());
      }
    } finally {
      ControlGroup.remove(group);
    }
  }

  @Test
  void anAgentThatWasFrozenByVersionOneTellsForHowLong() throws Exception {
    Path freezer = Path.of("/sys/fs/cgroup/freezer");
    assumeTrue(Files.isDirectory(freezer), "no freezer of version 1 is mounted");
    Path group = ControlGroup.make(freezer, folder.resolve("cgroup"));
    try {
      String enter = "echo $$ >" + group + "/cgroup.procs; exec \"$@\"";
      try (Agent agent = agent("frozen", "sh", "-c", enter, "sh")) {
        Thread.sleep(1500);
        long begin = System.currentTimeMillis();
        try {
          ControlGroup.write(group, "freezer.state", "FROZEN");
          Thread.sleep(4000);
        } finally {
          ControlGroup.write(group, "freezer.state", "THAWED");
        }
        long end = System.currentTimeMillis();
        agent.await(RULE);
        Alert alert = agent.first();
        assertTrue(alert.line().contains("agent halted, blind from "), alert.line());
        assertEquals(Long.toString(agent.pid()), alert.field("agent.pid"));
        long from = Long.parseLong(alert.field("agent.blind_from")) / 1_000_000;
        long to = Long.parseLong(alert.field("agent.blind_to")) / 1_000_000;
        assertTrue(Math.abs(from - begin) < 1000 && Math.abs(to - end) < 1000, alert.line());
      }
    } finally {
      ControlGroup.remove(group);
    }
  }
}
