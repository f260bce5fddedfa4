package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.agent.config.Config;
import io.sentineledge.agent.config.ConfigLoader;
import io.sentineledge.agent.logging.Logging;
import io.sentineledge.kernel.Features;
import io.sentineledge.output.RotatingFile;
import io.sentineledge.sensor.LiveSensor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What keys do that no other test changes. */
@Timeout(300)
class KeysTest extends AgentFixture {
  private static final byte[] LINE = "x".repeat(599).concat("\n").getBytes(StandardCharsets.UTF_8);

  private static Config configured(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("SENTINEL_CONFIG_PATH", "/dev/null");
    ConfigLoader.Result read = ConfigLoader.load(null, all, List.of());
    assertEquals(List.of(), read.errors());
    return read.config();
  }

  /**
   * Writes four lines of a log, each of which is more than half of a KB; the names of its files.
   */
  private List<String> logged(Map<String, String> variables) throws Exception {
    Path log = Files.createTempDirectory(folder, "log").resolve("sentinel.log");
    RotatingFile file = Logging.rotating(configured(variables), log);
    for (int i = 0; i < 4; i++) {
      file.write(LINE);
    }
    file.close();
    try (var files = Files.list(log.getParent())) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void maxSizeAndMaxLogFilesAndRotate() throws Exception {
    String size = "SENTINEL_LOG_MAX_SIZE";
    assertEquals(List.of("sentinel.log"), logged(Map.of()));
    assertEquals(
        List.of("sentinel.log", "sentinel.log.1", "sentinel.log.2", "sentinel.log.3"),
        logged(Map.of(size, "1KB")));
    assertEquals(
        List.of("sentinel.log", "sentinel.log.1"),
        logged(Map.of(size, "1KB", "SENTINEL_LOG_MAX_LOG_FILES", "1")));
    assertEquals(
        List.of("sentinel.log"), logged(Map.of(size, "1KB", "SENTINEL_LOG_ROTATE", "false")));
  }

  /** Whether a log that was last written so long ago is closed before it is written again. */
  private boolean rotates(String period, Duration age) throws Exception {
    Path log = Files.createTempDirectory(folder, "log").resolve("sentinel.log");
    Files.write(log, LINE);
    Files.setLastModifiedTime(log, FileTime.from(Instant.now().minus(age)));
    RotatingFile file = Logging.rotating(configured(Map.of("SENTINEL_LOG_ROTATION", period)), log);
    file.write(LINE);
    file.close();
    return Files.exists(log.resolveSibling("sentinel.log.1"));
  }

  @Test
  void logRotation() throws Exception {
    assertTrue(rotates("daily", Duration.ofHours(25)));
    assertTrue(rotates("hourly", Duration.ofMinutes(61)));
    assertFalse(rotates("never", Duration.ofDays(3)));
  }

  @Test
  void logLevel() throws Exception {
    try (AgentProcess agent = start(Map.of("SENTINEL_LOG_LEVEL", "error"))) {
      Files.delete(rules);
      agent.await("an error", () -> agent.stderr().contains(" ERROR "));
      assertFalse(agent.stderr().contains(" INFO "), agent::stderr);
      assertFalse(agent.stderr().contains(" WARN "), agent::stderr);
    }
  }

  private static InetSocketAddress address(AgentProcess agent, String name) {
    Pattern line = Pattern.compile(name + " listens on ([0-9.]+):(\\d+)");
    agent.await(name, () -> line.matcher(agent.stderr()).find());
    Matcher found = line.matcher(agent.stderr());
    assertTrue(found.find());
    return new InetSocketAddress(found.group(1), Integer.parseInt(found.group(2)));
  }

  @Test
  void addressesOfThePortsAndTokens() throws Exception {
    Path tokens = Files.writeString(folder.resolve("tokens"), "secret-token-of-a-test\n");
    Files.setPosixFilePermissions(
        tokens, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    Map<String, String> environment =
        Map.of(
            "SENTINEL_HEALTH_CHECK_BIND", "127.0.0.2",
            "SENTINEL_PROMETHEUS_ENDPOINT", "127.0.0.3:9090",
            "SENTINEL_AUTH_TOKEN_FILE", tokens.toString());
    try (AgentProcess agent = start(environment)) {
      InetSocketAddress health = address(agent, "port.health");
      assertEquals("127.0.0.2", health.getAddress().getHostAddress());
      assertEquals(200, Scrape.get(health, "/health").status());
      assertEquals(401, Scrape.get(health, "/version").status());
      InetSocketAddress metrics = address(agent, "port.metrics");
      assertEquals("127.0.0.3", metrics.getAddress().getHostAddress());
      assertEquals(401, Scrape.get(metrics, "/metrics").status());
      HttpRequest allowed =
          HttpRequest.newBuilder(URI.create("http://127.0.0.3:" + metrics.getPort() + "/metrics"))
              .header("Authorization", "Bearer secret-token-of-a-test")
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<Void> reply = client.send(allowed, HttpResponse.BodyHandlers.discarding());
        assertEquals(200, reply.statusCode());
      }
    }
  }

  @Test
  void repeatsOnStandardOutputBecomeOne() throws Exception {
    Path file = Files.writeString(marked.resolve("f"), "x");
    try (AgentProcess agent = start(Map.of("SENTINEL_STDOUT_FOLD_SEC", "3"), "--json")) {
      cat(file, file, file, file);
      agent.await("the repeats", () -> lines(agent).size() == 2);
      assertFalse(lines(agent).getFirst().contains("\"count\""), agent::stderr);
      assertTrue(lines(agent).getLast().contains("\"count\":3"), lines(agent).getLast());
    }
  }

  /** How long an alert takes to its file. */
  private Duration toFile(String size) throws Exception {
    Path copy = folder.resolve("copy-" + size + ".json");
    String text = "[outputs.copy]\ntype = \"file\"\npath = \"%s\"\n".formatted(copy);
    Map<String, String> environment =
        Map.of(
            "SENTINEL_BATCH_TIMEOUT_US",
            "3000000",
            "SENTINEL_BATCH_SIZE",
            size,
            "SENTINEL_STATE_DIR",
            folder + "/state");
    try (AgentProcess agent = start(environment, "--config", config(text).toString())) {
      Path file = Files.writeString(marked.resolve("f" + size), "x");
      agent.await(
          "an alert",
          () -> {
            if (agent.stdout().length == 0) {
              cat(file);
            }
            return agent.stdout().length > 0;
          });
      long begin = System.nanoTime();
      agent.await("the file", () -> !read(copy).isEmpty());
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  @Test
  void anOutputWaitsForItsBatchToFillButNotForEver() throws Exception {
    assertTrue(toFile("1").toMillis() < 1500);
    assertTrue(toFile("1000").toMillis() > 1500);
  }

  /** The shortest sleep, in ms, of a reader to whom nothing comes: nothing is attached. */
  private static long shortestSleep(String timeout) {
    Config config = configured(Map.of("SENTINEL_POLL_TIMEOUT_MS", timeout));
    long shortest = Long.MAX_VALUE;
    try (LiveSensor sensor = LiveSensor.load(config.sensor(), new Features())) {
      for (int i = 0; i < 15; i++) {
        long begin = System.nanoTime();
        sensor.await();
        // The first ones are naps
        if (i >= 10) {
          shortest = Math.min(shortest, (System.nanoTime() - begin) / 1_000_000);
        }
      }
    }
    return shortest;
  }

  @Test
  void pollTimeout() {
    assertTrue(shortestSleep("20") < 400);
    assertTrue(shortestSleep("500") >= 499);
  }

  @Test
  void eventBatchSize() throws Exception {
    Config one = configured(Map.of("SENTINEL_EVENT_BATCH_SIZE", "1"));
    try (LiveSensor sensor = LiveSensor.load(one.sensor(), new Features())) {
      sensor.start();
      for (int i = 0; i < 20; i++) {
        cat(Path.of("/dev/null"));
      }
      sensor.stop();
      int most = 0;
      int all = 0;
      for (int pass = 0; pass < 10_000; pass++) {
        int records = sensor.poll((_, _, _, _) -> {});
        most = Math.max(most, records);
        all += records;
      }
      assertTrue(all > 40, "records " + all);
      assertTrue(most <= 2, "one of each lane, not " + most);
    }
  }
}
