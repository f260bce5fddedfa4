package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults that an agent meets, each made to happen to one that the test started. */
@Timeout(300)
class FaultTest extends AgentFixture {
  private static final int ALERTS = 20;

  private static final double OK = 1;
  private static final double DEGRADED = 0.5;

  private static final Map<String, String> OFTEN = Map.of("SENTINEL_CANARY_INTERVAL_SEC", "1");

  /** Opens a file of the marked folder until its alert is seen. */
  private void stillDetects(AgentProcess agent, String name) throws IOException {
    Path file = Files.writeString(marked.resolve(name), "x");
    agent.await(
        "an alert about " + name,
        () -> {
          cat(file);
          return lines(agent).stream().anyMatch(line -> line.contains("/" + name));
        });
  }

  private static void awaitPart(AgentProcess agent, String part, double state) {
    agent.await(
        part + " " + state,
        () -> Scrape.is(agent, "sentinel_health{component=\"" + part + "\"}", state));
  }

  private static double recoveries(AgentProcess agent, String part) {
    return Scrape.metric(agent, "sentinel_recoveries_total{component=\"" + part + "\"}");
  }

  /** A configuration whose alerts go to a webhook on a port, or into a spool of 1 MB. */
  private String withSpool(int port) throws IOException {
    return config(
            """
            [core]
            state_dir = "%s/state"
            [outputs.siem]
            type = "webhook"
            url = "http://127.0.0.1:%d"
            rules = ["Marked file opened"]
            spool_size = "1MB"
            """
                .formatted(folder, port))
        .toString();
  }

  /** Makes alerts that nobody receives, until all are in the spool; returns the files' names. */
  private Set<String> spooled(AgentProcess agent, int first) throws IOException {
    Set<String> names = new HashSet<>();
    for (int i = first; i < first + ALERTS; i++) {
      stillDetects(agent, "f" + i);
      names.add("f" + i);
    }
    awaitPart(agent, "output.siem", DEGRADED);
    agent.await(
        "all in the spool",
        () -> Scrape.metric(agent, "sentinel_output_queue_length{output=\"siem\"}") == 0);
    double waits = Scrape.metric(agent, "sentinel_output_spool_bytes{output=\"siem\"}");
    assertTrue(waits > 0 && waits < 1 << 20, "" + waits);
    return names;
  }

  @Test
  void aKilledAgentLosesNoSpooledAlert() throws Exception {
    int port = FreePort.find();
    String config = withSpool(port);
    Set<String> expected = new HashSet<>();
    try (AgentProcess agent = start(Map.of(), "--json", "--config", config)) {
      expected.addAll(spooled(agent, 0));
      agent.signal("KILL");
      assertEquals(128 + 9, agent.exitStatus());
    }
    try (Receiver receiver = new Receiver(port);
        AgentProcess agent = start(Map.of(), "--json", "--config", config)) {
      agent.await("what was spooled", () -> receiver.names().containsAll(expected));
      awaitPart(agent, "output.siem", OK);
    }
  }

  @Test
  void aReceiverThatComesAndGoesGetsAllAlsoWhenTheAgentIsKilled() throws Exception {
    int port = FreePort.find();
    String config = withSpool(port);
    List<String> received = new ArrayList<>();
    Set<String> expected = new HashSet<>();
    int made = 0;
    for (int life = 0; life < 3; life++) {
      try (AgentProcess agent = start(Map.of(), "--json", "--config", config)) {
        try (Receiver receiver = new Receiver(port)) {
          expected.add("f" + made);
          stillDetects(agent, "f" + made++);
          agent.await("all so far", () -> receiver.names().containsAll(expected));
          awaitPart(agent, "output.siem", OK);
          received.addAll(receiver.names());
        }
        expected.clear();
        expected.addAll(spooled(agent, made));
        made += ALERTS;
        for (String reason : List.of("queue_full", "spool_full", "refused", "stopped")) {
          String labels = "{output=\"siem\",reason=\"" + reason + "\"}";
          assertEquals(0, Scrape.metric(agent, "sentinel_output_dropped_total" + labels), reason);
        }
        agent.signal("KILL");
        assertEquals(128 + 9, agent.exitStatus());
      }
    }
    try (Receiver receiver = new Receiver(port);
        AgentProcess agent = start(Map.of(), "--json", "--config", config)) {
      agent.await("the rest", () -> receiver.names().containsAll(expected));
      received.addAll(receiver.names());
    }
    Set<String> all = new HashSet<>(received);
    assertEquals(made, all.size(), all::toString);
  }

  @Test
  void standardOutputThatNobodyReadsIsTold() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    startsBy("exec \"$@\" >" + pipe + "\n");
    Path file = Files.writeString(marked.resolve("f"), "x");
    Path[] often = Collections.nCopies(400, file).toArray(Path[]::new);
    try (RandomAccessFile _ = new RandomAccessFile(pipe.toFile(), "rw");
        AgentProcess agent = start(Map.of(), "--json")) {
      awaitPart(agent, "stdout", OK);
      cat(often);
      awaitPart(agent, "stdout", DEGRADED);
      assertTrue(Scrape.health(agent, "/health").body().contains("has not taken an alert for "));
      assertEquals(200, Scrape.health(agent, "/health").status());
      assertTrue(Scrape.metric(agent, "sentinel_output_queue_length{output=\"stdout\"}") > 0);
      Process drain =
          new ProcessBuilder("cat", pipe.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        awaitPart(agent, "stdout", OK);
        assertEquals(1, recoveries(agent, "stdout"));
      } finally {
        drain.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void aReceiverThatNeverAnswersIsToldWithinSeconds() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String url = "url = \"http://127.0.0.1:%d\"\n".formatted(silent.getLocalPort());
      String patient = "[outputs.siem]\ntype = \"webhook\"\ntimeout_ms = 600000\n" + url;
      Path config = config("[core]\nstate_dir = \"%s/state\"\n%s".formatted(folder, patient));
      try (AgentProcess agent = start(Map.of(), "--json", "--config", config.toString())) {
        long begin = System.nanoTime();
        stillDetects(agent, "f1");
        Scrape.awaitReason(agent, "siem", "has not taken a batch for ");
        long took = System.nanoTime() - begin;
        assertTrue(took < TimeUnit.SECONDS.toNanos(20), () -> took / 1e9 + " s");
        awaitPart(agent, "output.siem", DEGRADED);
        assertEquals(200, Scrape.health(agent, "/health").status());
        stillDetects(agent, "f2");
      }
    }
  }

  @Test
  void aFullDiskIsToldAndDetectionGoesOn() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    // A small disk that only this agent sees, and that is full
    startsBy(
        """
        exec unshare -m sh -c 'mount -t tmpfs -o size=64k tmpfs "$1" && \
        { head -c 100000 /dev/zero >"$1/filler" 2>/dev/null; shift; exec "$@"; }' sh "%s" "$@"
        """
            .formatted(disk));
    Path config =
        config(
            """
            [core]
            state_dir = "%1$s/state"
            [outputs.copy]
            type = "file"
            path = "%1$s/alerts.json"
            """
                .formatted(disk));
    try (AgentProcess agent = start(Map.of(), "--json", "--config", config.toString())) {
      stillDetects(agent, "f1");
      awaitPart(agent, "output.copy", DEGRADED);
      assertEquals(200, Scrape.health(agent, "/health").status());
      stillDetects(agent, "f2");
      Files.delete(Path.of("/proc/" + agent.pid() + "/root" + disk + "/filler"));
      stillDetects(agent, "f3");
      awaitPart(agent, "output.copy", OK);
      assertTrue(recoveries(agent, "output.copy") >= 1);
    }
  }

  @Test
  void aRuleFileThatIsGoneLeavesTheRulesInForce() throws Exception {
    try (AgentProcess agent = start(OFTEN, "--json")) {
      stillDetects(agent, "f1");
      Files.delete(rules);
      awaitPart(agent, "configuration", DEGRADED);
      stillDetects(agent, "f2");
      assertEquals(200, Scrape.health(agent, "/health").status());
      rule("Marked file opened");
      awaitPart(agent, "configuration", OK);
      assertEquals(1, recoveries(agent, "configuration"));
    }
  }

  /** Sets the soft limit, of this agent alone. */
  private static void limitDescriptors(AgentProcess agent, long most) throws Exception {
    assertEquals(
        0,
        new ProcessBuilder("prlimit", "--pid", "" + agent.pid(), "--nofile=" + most + ":")
            .start()
            .waitFor());
  }

  private static long descriptorLimit(AgentProcess agent) {
    return read(Path.of("/proc/" + agent.pid() + "/limits"))
        .lines()
        .filter(line -> line.startsWith("Max open files"))
        .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[3]))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withoutDescriptorsDetectionGoesOn() throws Exception {
    try (AgentProcess agent = start(OFTEN, "--json")) {
      stillDetects(agent, "f1");
      Scrape.port(agent, "port.metrics");
      awaitPart(agent, "events", OK);
      long open;
      try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + agent.pid() + "/fd"))) {
        open = descriptors.count();
      }
      long limit = descriptorLimit(agent);
      limitDescriptors(agent, open - 5);
      stillDetects(agent, "f2");
      Thread.sleep(3000);
      stillDetects(agent, "f3");
      limitDescriptors(agent, limit);
      awaitPart(agent, "canary", OK);
      assertEquals(200, Scrape.health(agent, "/health").status());
    }
  }

  @Test
  void aHaltedAgentGoesOnAndSaysSo() throws Exception {
    try (AgentProcess agent = start(OFTEN, "--json");
        OwnWorkload workload = new OwnWorkload(folder)) {
      stillDetects(agent, "f1");
      agent.await("ready", () -> Scrape.health(agent, "/ready").status() == 200);
      agent.signal("STOP");
      Thread.sleep(8000);
      Path file = Files.writeString(marked.resolve("f2"), "x");
      workload.run("cat", file.toString());
      agent.signal("CONT");
      // What happened meanwhile waits in the rings, in which other workloads leave room for this
      // one
      agent.await("the alert", () -> lines(agent).stream().anyMatch(line -> line.contains("/f2")));
      agent.await("health", () -> Scrape.health(agent, "/health").status() == 200);
      stillDetects(agent, "f3");
      assertFalse(agent.stderr().contains("attached again"), agent::stderr);
      assertFalse(agent.stderr().contains("Detection is broken"), agent::stderr);
    }
  }

  @Test
  void littleMemoryIsToldAndDetectionGoesOn() throws Exception {
    try (OwnWorkload group = new OwnWorkload(folder)) {
      startsBy(group.join() + " && exec \"$@\"\n");
      try (AgentProcess agent = start(OFTEN, "--json")) {
        stillDetects(agent, "f1");
        awaitPart(agent, "memory", OK);
        agent.await(
            "the state",
            () -> {
              group.limitMemory(0.08);
              return Scrape.metric(agent, "sentinel_health{component=\"memory\"}") == DEGRADED;
            });
        assertTrue(Scrape.health(agent, "/health").body().contains("raise its limit"));
        assertTrue(Scrape.metric(agent, "sentinel_memory_limit_bytes") > 0);
        stillDetects(agent, "f2");
        group.setMemory(1L << 30);
        awaitPart(agent, "memory", OK);
        assertTrue(recoveries(agent, "memory") >= 1);
        stillDetects(agent, "f3");
      }
    }
  }

  /** Runs a command where this agent's mounts are. */
  private static void among(AgentProcess agent, String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of("nsenter", "-m", "-t", "" + agent.pid()));
    all.addAll(List.of(command));
    assertEquals(0, new ProcessBuilder(all).inheritIO().start().waitFor());
  }

  @Test
  void aLostMountOfControlGroupsIsToldAndFoundAgain() throws Exception {
    // Mounts of its own, which it takes for the host's
    startsBy("exec unshare -m sh -c 'mount --bind /proc/$$ /proc/1 && exec \"$@\"' sh \"$@\"\n");
    boolean first = Files.exists(Path.of("/sys/fs/cgroup/memory"));
    String mount = "/sys/fs/cgroup" + (first ? "/memory" : "");
    try (AgentProcess agent = start(OFTEN, "--json")) {
      stillDetects(agent, "f1");
      awaitPart(agent, "workloads", OK);
      among(agent, "umount", "-l", mount);
      awaitPart(agent, "workloads", DEGRADED);
      assertTrue(Scrape.health(agent, "/health").body().contains("workloads are named by numbers"));
      stillDetects(agent, "f2");
      if (first) {
        among(agent, "mount", "-t", "cgroup", "-o", "memory", "cgroup", mount);
      } else {
        among(agent, "mount", "-t", "cgroup2", "cgroup2", mount);
      }
      awaitPart(agent, "workloads", OK);
      assertEquals(1, recoveries(agent, "workloads"));
    }
  }

  @Test
  void everySeriesOfRecoveriesBeginsAtZero() throws Exception {
    try (AgentProcess agent = start(OFTEN)) {
      String first = Scrape.health(agent, "/metrics").body();
      for (String part :
          List.of(
              "programs", "reader", "rules", "canary", "events", "workloads", "memory", "stdout")) {
        assertTrue(first.contains("sentinel_health{component=\"" + part + "\"} "), first);
        assertEquals(0, recoveries(agent, part), part);
      }
      assertEquals(0, Scrape.metric(agent, "sentinel_reattached_total"));
    }
  }
}
