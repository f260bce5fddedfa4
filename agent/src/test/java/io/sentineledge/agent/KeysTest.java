package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.sentineledge.agent.http.Certificates;
import io.sentineledge.agent.http.Client;
import io.sentineledge.agent.logging.Logging;
import io.sentineledge.detect.anomaly.Anomaly;
import io.sentineledge.detect.anomaly.Detector;
import io.sentineledge.detect.anomaly.Rate;
import io.sentineledge.output.RotatingFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What keys do that no other test changes. */
@Timeout(300)
class KeysTest extends AgentFixture {
  private static final byte[] LINE = "x".repeat(599).concat("\n").getBytes(StandardCharsets.UTF_8);

  /**
   * Writes four lines of a log, each of which is more than half of a KB; the names of its files.
   */
  private List<String> logged(Map<String, String> variables) throws Exception {
    Path log = Files.createTempDirectory(folder, "log").resolve("sentinel.log");
    RotatingFile file = Logging.rotating(Configured.by(variables), log);
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
    RotatingFile file =
        Logging.rotating(Configured.by(Map.of("SENTINEL_LOG_ROTATION", period)), log);
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

  @Test
  void matching() throws Exception {
    String second = Files.readString(rules).replace("Marked file opened", "Any marked file opened");
    Files.writeString(rules, second, StandardOpenOption.APPEND);
    String text = "[rules]\nmatching = \"%s\"\n";
    Path config = config(text.formatted("first"));
    Path file = Files.writeString(marked.resolve("f"), "x");
    try (AgentProcess agent = start(Map.of(), "--json", "--config", config.toString())) {
      cat(file);
      agent.await("an alert", () -> !lines(agent).isEmpty());
      Files.writeString(config, text.formatted("all"));
      agent.await("the change", () -> agent.stderr().contains("were read again"));
      cat(file);
      agent.await("both alerts", () -> lines(agent).size() >= 3);
      assertEquals(
          List.of("Marked file opened", "Marked file opened", "Any marked file opened"),
          lines(agent).stream().map(KeysTest::raisedBy).toList());
    }
  }

  /** The name of the rule of an alert in Falco's JSON. */
  static String raisedBy(String alert) {
    return alert.replaceAll(".*\"rule\":\"([^\"]*)\".*", "$1");
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

  /** How long it takes from before an alert until it is in its file. */
  private Duration toFile(int batch, Duration longest) throws Exception {
    Path copy = folder.resolve("copy-" + batch + ".json");
    String text =
        "[outputs.copy]\ntype = \"file\"\npath = \"%s\"\ntags = [\"test\"]\n".formatted(copy);
    Map<String, String> environment =
        Map.of(
            "SENTINEL_BATCH_TIMEOUT_US",
            "" + longest.toMillis() * 1000,
            "SENTINEL_BATCH_SIZE",
            "" + batch,
            "SENTINEL_STATE_DIR",
            folder + "/state");
    try (AgentProcess agent = start(environment, "--config", config(text).toString())) {
      Path file = Files.writeString(marked.resolve("f" + batch), "x");
      long begin = System.nanoTime();
      agent.await(
          "an alert",
          () -> {
            if (lines(agent).isEmpty()) {
              cat(file);
            }
            return !lines(agent).isEmpty();
          });
      agent.await("the file", () -> !read(copy).isEmpty());
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  @Test
  void anOutputWaitsForItsBatchToFillButNotForEver() throws Exception {
    Duration forEver = Duration.ofSeconds(60);
    assertTrue(toFile(1, forEver).compareTo(forEver) < 0);
    Duration longest = Duration.ofSeconds(3);
    assertTrue(toFile(1000, longest).compareTo(longest) >= 0);
  }

  @Test
  void thePortsSpeakTlsAndAskForCertificates() throws Exception {
    Certificates.make(folder, "own", "agent");
    Path certificate = folder.resolve("own.crt");
    Map<String, String> keys =
        Map.of(
            "SENTINEL_TLS_CERT_FILE", certificate.toString(),
            "SENTINEL_TLS_KEY_FILE", folder.resolve("own.key").toString());
    try (AgentProcess agent = start(keys)) {
      for (String port : List.of("port.health", "port.metrics")) {
        InetSocketAddress address = address(agent, port);
        Client.Reply reply = Client.get(address, "/metrics", Optional.of(certificate));
        assertEquals(200, reply.status(), port);
        assertThrows(
            IOException.class, () -> Client.get(address, "/metrics", Optional.empty()), port);
      }
    }
    Map<String, String> withClients = new HashMap<>(keys);
    withClients.put("SENTINEL_TLS_CLIENT_CA_FILE", certificate.toString());
    try (AgentProcess agent = start(withClients)) {
      InetSocketAddress address = address(agent, "port.health");
      assertThrows(
          IOException.class, () -> Client.get(address, "/health", Optional.of(certificate)));
    }
  }

  /**
   * The least number of programs in an interval that is told of a workload that runs 200,000 to
   * 300,000: more than is never unusual on any machine.
   */
  private static long leastTold(int sensitivity) {
    for (long programs = 300_000; programs < 10_000_000; programs += 10_000) {
      Detector detector =
          Anomalies.detector(
              Configured.by(
                  Map.of(
                      "SENTINEL_ANOMALY_SENSITIVITY",
                      "" + sensitivity,
                      "SENTINEL_ANOMALY_WARMUP_SEC",
                      "600")));
      for (int interval = 0; interval < 120; interval++) {
        detector.count("/a", Rate.EXEC, 200_000 + 25_000 * (interval % 5));
        detector.endInterval(told -> fail("nothing is unusual yet: " + told));
      }
      detector.count("/a", Rate.EXEC, programs);
      List<Anomaly> told = new ArrayList<>();
      detector.endInterval(told::add);
      if (!told.isEmpty()) {
        return programs;
      }
    }
    return Long.MAX_VALUE;
  }

  @Test
  void theMoreSensitiveTheSoonerSomethingIsAnAnomaly() {
    long[] least = {leastTold(1), leastTold(5), leastTold(10)};
    assertTrue(
        least[0] < Long.MAX_VALUE && least[0] > least[1] && least[1] > least[2],
        () -> Arrays.toString(least));
  }
}
