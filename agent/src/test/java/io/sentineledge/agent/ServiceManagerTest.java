package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.agent.health.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What systemd is told, on a socket such as systemd's. */
@Timeout(120)
class ServiceManagerTest {
  private static final String ABSTRACT = "@sentineledge-test-" + ProcessHandle.current().pid();

  private static final long HALF_A_SECOND = 510;

  @TempDir private Path folder = Path.of("");

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(5);
    }
  }

  @Test
  void tellsOnASocketWithAPathOrAnAbstractName() throws Exception {
    for (String name : List.of(folder.resolve("notify").toString(), ABSTRACT)) {
      try (Datagrams socket = new Datagrams(name)) {
        ServiceManager manager = new ServiceManager(Map.of("NOTIFY_SOCKET", name), new Health());
        manager.ready();
        long before = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
        manager.reloading();
        manager.stopping();
        manager.alive();
        await(() -> socket.has("STOPPING=1"));
        List<String> told = socket.received();
        assertEquals(3, told.size(), told::toString);
        assertTrue(told.getFirst().startsWith("READY=1 STATUS="), told::toString);
        String clock = told.get(1).replaceAll("RELOADING=1 MONOTONIC_USEC=([0-9]+) .*", "$1");
        assertTrue(Long.parseLong(clock) - before < 10_000_000, told::toString);
        double uptime = Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
        assertTrue(Math.abs(Long.parseLong(clock) / 1e6 - uptime) < 3600, told::toString);
      }
    }
  }

  @Test
  void saysThatItIsAliveOnlyWhileDetectionIsNotBroken() throws Exception {
    Health health = new Health();
    try (Datagrams socket = new Datagrams(ABSTRACT)) {
      Map<String, String> asked = Map.of("NOTIFY_SOCKET", ABSTRACT, "WATCHDOG_USEC", "1000000");
      ServiceManager manager = new ServiceManager(asked, health);
      manager.ready();
      await(() -> socket.has("READY=1"));
      manager.alive();
      manager.alive();
      Thread.sleep(HALF_A_SECOND);
      manager.alive();
      await(() -> socket.received().size() == 3);
      health.broken(Health.CANARY, "a test");
      Thread.sleep(HALF_A_SECOND);
      manager.alive();
      manager.stopping();
      await(() -> socket.has("STOPPING=1"));
      assertEquals(4, socket.received().size(), socket.received()::toString);
      health.ok(Health.CANARY, "a test");
      manager.alive();
      await(() -> socket.received().size() == 5);
    }
  }

  @Test
  void anotherProcessesWatchdogAndAMissingSocketAreNoMatter() throws Exception {
    try (Datagrams socket = new Datagrams(ABSTRACT)) {
      Map<String, String> other =
          Map.of("NOTIFY_SOCKET", ABSTRACT, "WATCHDOG_USEC", "1", "WATCHDOG_PID", "1");
      ServiceManager manager = new ServiceManager(other, new Health());
      manager.alive();
      manager.ready();
      await(() -> socket.has("READY=1"));
      assertEquals(1, socket.received().size());
    }
    new ServiceManager(Map.of("NOTIFY_SOCKET", "/no/such/socket"), new Health()).ready();
    new ServiceManager(Map.of(), new Health()).ready();
  }

  @Test
  void theAgentTellsItsWholeLife() throws Exception {
    Root.needed();
    Path launcher = Installed.in(Files.createDirectory(folder.resolve("dist")));
    Map<String, String> environment = Map.of("NOTIFY_SOCKET", ABSTRACT, "WATCHDOG_USEC", "1000000");
    try (Datagrams socket = new Datagrams(ABSTRACT);
        AgentProcess agent =
            AgentProcess.start(launcher, environment, List.of("--no-default-rules"))) {
      agent.await("readiness", () -> socket.has("READY=1"));
      assertTrue(agent.stderr().contains("ready: "), agent::stderr);
      agent.await("the watchdog", () -> socket.has("WATCHDOG=1"));
      agent.signal("HUP");
      agent.await("a reload", () -> socket.has("RELOADING=1 MONOTONIC_USEC="));
      agent.await(
          "its end",
          () -> socket.received().stream().filter(d -> d.startsWith("READY=1")).count() == 2);
      agent.signal("TERM");
      assertEquals(0, agent.exitStatus(), agent::stderr);
      await(() -> socket.has("STOPPING=1"));
    }
  }
}
