package io.sentineledge.agent;

import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.http.Answer;
import io.sentineledge.agent.http.Page;
import io.sentineledge.output.JsonLine;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the ports tell: how the agent is, what it is. */
final class StatusPages {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final Health health;
  private final Metrics metrics;

  StatusPages(Health health, Metrics metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  /** By path. */
  Map<String, Page> pages() {
    return Map.of(
        "/health", new Page(true, _ -> health()),
        "/ready", new Page(true, _ -> ready()),
        "/version", new Page(false, _ -> version()),
        "/metrics", new Page(false, request -> metrics.answer(request.accept())));
  }

  /** Everything with its reason; broken detection is no success. */
  private Answer health() {
    Health.State overall = health.overall();
    Map<String, Map<String, String>> components = new LinkedHashMap<>();
    health
        .components()
        .forEach((name, component) ->
            components.put(
                name, Map.of("state", text(component.state()), "reason", component.reason())));
    byte[] body =
        new JsonLine()
            .of(members -> members.add("status", text(overall)).add("components", components));
    return Answer.json(overall == Health.State.BROKEN ? UNAVAILABLE : OK, body);
  }

  private Answer ready() {
    boolean ready = health.ready();
    byte[] body = new JsonLine().of(members -> members.add("ready", ready));
    return Answer.json(ready ? OK : UNAVAILABLE, body);
  }

  private static Answer version() {
    byte[] body =
        new JsonLine()
            .of(members ->
                members
                    .add("name", "sentinel-edge")
                    .add("version", Version.NUMBER)
                    .add("java", System.getProperty("java.version"))
                    .add("kernel", System.getProperty("os.version")));
    return Answer.json(OK, body);
  }

  private static String text(Health.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
