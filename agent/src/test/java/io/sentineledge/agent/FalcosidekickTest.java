package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sentineledge.agent.http.Port;
import io.sentineledge.rules.Priority;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What falcosidekick asks of an alert, as of its commit 454ea6d (newFalcoPayload of handlers.go,
 * FalcoPayload and its Check of types/types.go, types/priority.go), held against what the webhook
 * sends. It is not run here.
 */
@Timeout(300)
class FalcosidekickTest extends AgentFixture {
  private static final Set<String> PRIORITIES =
      Set.of(
          "emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug");

  /** Members that Go decodes into a string; null leaves it empty. */
  private static final List<String> STRINGS =
      List.of("uuid", "output", "rule", "source", "hostname");

  private static final Priority BARE = Priority.DEBUG;

  private final Set<String> accepted = new ConcurrentSkipListSet<>();
  private final Set<String> refused = new ConcurrentSkipListSet<>();

  /** Why it would refuse a body with status 400, or worse; empty if it would take it. */
  private static String problem(HttpExchange request, String body) {
    if (!request.getRequestMethod().equals("POST")
        || request.getRequestHeaders().containsKey("Content-Encoding")) {
      return "it takes plain bodies that are posted";
    }
    Load load = new Load(LoadSettings.builder().build());
    if (!(load.loadFromString(body) instanceof Map<?, ?> alert)) {
      return "it is no object";
    }
    for (String name : STRINGS) {
      if (alert.get(name) != null && !(alert.get(name) instanceof String)) {
        return name + " is no string";
      }
    }
    if (!(alert.get("priority") instanceof String priority)
        || !PRIORITIES.contains(priority.toLowerCase(Locale.ROOT))) {
      return "it does not know the priority";
    }
    if (alert.get("rule") == null || alert.get("rule").equals("")) {
      return "there is no rule";
    }
    if (!(alert.get("tags") instanceof List<?> tags)
        || !tags.stream().allMatch(String.class::isInstance)) {
      return "the tags are no list of strings";
    }
    return time(alert.get("time")) + fields(alert.get("output_fields"));
  }

  /** RFC 3339, and not the year 1, which is Go's zero. */
  private static String time(@Nullable Object time) {
    try {
      Instant instant = Instant.parse(String.valueOf(time));
      return instant.isAfter(Instant.EPOCH) ? "" : "the time is zero";
    } catch (DateTimeParseException e) {
      return "the time is not RFC 3339";
    }
  }

  /** Not none. Of Kubernetes' names it expects strings; Spyderbat's output, numbers of two. */
  private static String fields(@Nullable Object object) {
    if (!(object instanceof Map<?, ?> fields) || fields.isEmpty()) {
      return "there are no fields";
    }
    for (String name : List.of("k8s.ns.name", "k8s.pod.name")) {
      if (fields.get(name) != null && !(fields.get(name) instanceof String)) {
        return name + " is no string";
      }
    }
    for (String name : List.of("evt.time", "proc.pid")) {
      if (fields.get(name) != null && !(fields.get(name) instanceof Number)) {
        return name + " is no number";
      }
    }
    return "";
  }

  private HttpServer receiver() throws IOException, IllegalAccessException {
    // The JDK's server reads its limits once in a JVM: other tests need those of the agent
    MethodHandles.lookup().ensureInitialized(Port.class);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          String problem = problem(exchange, body);
          (problem.isEmpty() ? accepted : refused)
              .add(problem.isEmpty() ? KeysTest.raisedBy(body.strip()) : problem + ": " + body);
          exchange.sendResponseHeaders(problem.isEmpty() ? 200 : 400, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  /** A rule of each priority, about the same event; {@link #BARE} has neither fields nor tags. */
  private Set<String> rules() throws IOException {
    String event = "evt.type in (open, openat) and fd.name startswith \"%s/\"".formatted(marked);
    String fields =
        "%evt.time %proc.pid %proc.aname %k8s.ns.name %k8s.pod.name %container.id %fd.name";
    Files.writeString(
        rules,
        Arrays.stream(Priority.values())
            .map(priority ->
                """
                - rule: Of priority %s
                  desc: a test
                  condition: %s
                  output: "%s"
                  priority: %s
                  tags: [%s]
                """
                    .formatted(
                        priority,
                        event,
                        priority == BARE ? "opened" : fields,
                        priority,
                        priority == BARE ? "" : "test, mitre_execution"))
            .collect(Collectors.joining()));
    return Stream.of(Priority.values())
        .map(priority -> "Of priority " + priority)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void itTakesAlertsOfEachPriorityAndOfTheAgentItself() throws Exception {
    Set<String> expected = rules();
    HttpServer server = receiver();
    try {
      String text =
          """
          [core]
          state_dir = "%s/state"
          [rules]
          matching = "all"
          [monitoring]
          canary_to_outputs = true
          [outputs.sidekick]
          type = "webhook"
          url = "http://127.0.0.1:%d/"
          """
              .formatted(folder, server.getAddress().getPort());
      try (AgentProcess agent = start(Map.of(), "--json", "--config", config(text).toString())) {
        Path file = Files.writeString(marked.resolve("é \"quoted\""), "x");
        agent.await(
            "all alerts",
            () -> {
              cat(file);
              return accepted.containsAll(expected) || !refused.isEmpty();
            });
        agent.signal("STOP");
        Thread.sleep(4000);
        agent.signal("CONT");
        agent.await(
            "what the agent tells of itself",
            () -> accepted.contains(Guard.RULE.name()) && accepted.contains(Canary.RULE));
        assertEquals(Set.of(), refused);
        String dropped = "sentinel_output_dropped_total{output=\"sidekick\",reason=\"refused\"}";
        assertTrue(Scrape.is(agent, dropped, 0));
      }
    } finally {
      server.stop(0);
    }
  }
}
