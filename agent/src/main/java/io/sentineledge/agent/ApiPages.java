package io.sentineledge.agent;

import io.sentineledge.agent.health.Health;
import io.sentineledge.agent.http.Answer;
import io.sentineledge.agent.http.Page;
import io.sentineledge.agent.http.Request;
import io.sentineledge.output.JsonFormat;
import io.sentineledge.output.JsonLine;
import io.sentineledge.output.Redaction;
import io.sentineledge.output.Times;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleSet;
import io.sentineledge.state.ProcessImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The API below {@code /api/v1}, which openapi.json describes: what the agent has seen and what it
 * is doing. Only asks, never changes.
 */
final class ApiPages {
  static final String ROOT = "/api/v1/";

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final int STREAMS = 8;
  private static final int MOST = 1000;
  private static final long HEARTBEAT_MILLIS = 15_000;
  private static final long PATIENCE_SECONDS = 5;

  private final Metrics.Sources sources;
  private final AlertFeed feed;
  private final EventTap tap;
  private final ReaderTasks reader;
  private final Supplier<RuleSet> rules;
  private final Supplier<Redaction> redaction;
  private final Semaphore streams = new Semaphore(STREAMS);

  ApiPages(
      Metrics.Sources sources,
      AlertFeed feed,
      EventTap tap,
      ReaderTasks reader,
      Supplier<RuleSet> rules,
      Supplier<Redaction> redaction) {
    this.sources = sources;
    this.feed = feed;
    this.tap = tap;
    this.reader = reader;
    this.rules = rules;
    this.redaction = redaction;
  }

  /** By path. */
  Map<String, Page> pages() {
    return Map.of(
        ROOT + "openapi.json", new Page(false, _ -> document()),
        ROOT + "status", new Page(false, _ -> status()),
        ROOT + "rules", new Page(false, _ -> rules()),
        ROOT + "alerts", new Page(false, this::alerts),
        ROOT + "alerts/stream", new Page(false, this::stream),
        ROOT + "events", new Page(false, request -> attempt(() -> events(request))),
        ROOT + "processes", new Page(false, request -> attempt(() -> processes(request))));
  }

  private static Answer attempt(Callable<Answer> work) {
    try {
      return work.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unavailable("the agent ends");
    } catch (Exception e) {
      return unavailable("the agent can't tell now: " + e);
    }
  }

  private static Answer unavailable(String error) {
    return Answer.json(UNAVAILABLE, new JsonLine().of(members -> members.add("error", error)));
  }

  private static Answer document() {
    try (InputStream in = ApiPages.class.getResourceAsStream("openapi.json")) {
      return in == null ? unavailable("no document") : Answer.json(OK, in.readAllBytes());
    } catch (IOException e) {
      return unavailable("no document: " + e);
    }
  }

  private Answer status() {
    Map<String, Object> outputs = new LinkedHashMap<>();
    sources
        .outputs()
        .forEach(o ->
            outputs.put(
                o.name(),
                Map.of(
                    "written", o.written(),
                    "waiting", (long) o.waiting(),
                    "spooled_bytes", o.spooledBytes(),
                    "problem", o.problem())));
    Health health = sources.health();
    byte[] body =
        new JsonLine()
            .of(members ->
                members
                    .add("version", Version.NUMBER)
                    .add("uptime_seconds", Uptime.ofProcessMillis() / 1000)
                    .add("status", health.overall().name().toLowerCase(Locale.ROOT))
                    .add("ready", health.ready())
                    .add("rules", (long) LoadedRules.count(rules.get()))
                    .add("alerts", feed.last())
                    .add("reloads", sources.reload().succeeded())
                    .add("reloads_rejected", sources.reload().rejected())
                    .add("outputs", outputs));
    return Answer.json(OK, body);
  }

  private Answer rules() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Rule rule : rules.get().rules()) {
      if (!rule.name().equals(Canary.RULE)) {
        Map<String, Object> known = new LinkedHashMap<>();
        known.put("name", rule.name());
        known.put("namespace", rule.namespace().toString());
        known.put("priority", rule.priority().falcoName());
        known.put("enabled", rule.enabled());
        known.put("tags", rule.tags());
        known.put("description", rule.description().strip());
        known.put("file", rule.position().file());
        known.put("line", (long) rule.position().line());
        known.put("alerts", sources.dispatch().counts().of(rule));
        all.add(known);
      }
    }
    return Answer.json(OK, new JsonLine().of(members -> members.add("rules", all)));
  }

  private Answer alerts(Request request) {
    List<AlertFeed.Numbered> found = feed.after(request.number("after", 0, 0, Integer.MAX_VALUE));
    int limit = request.number("limit", MOST, 1, MOST);
    List<AlertFeed.Numbered> last = found.subList(Math.max(0, found.size() - limit), found.size());
    JsonFormat format = new JsonFormat();
    List<byte[]> lines = last.stream().map(each -> format.format(each.alert())).toList();
    return list("alerts", lines, ",\"last\":" + feed.last());
  }

  /** An object with an array whose elements are JSON already. */
  private static Answer list(String name, List<byte[]> lines, String more) {
    StringBuilder body = new StringBuilder("{\"" + name + "\":[");
    for (byte[] line : lines) {
      body.append(body.charAt(body.length() - 1) == '[' ? "" : ",")
          .append(new String(line, StandardCharsets.UTF_8).strip());
    }
    return new Answer(OK, "application/json", body.append(']').append(more).append("}\n") + "");
  }

  /** Server-sent events: each alert with its number, from the one that the client saw last. */
  private Answer stream(Request request) {
    if (!streams.tryAcquire()) {
      return unavailable("there are " + STREAMS + " streams already");
    }
    String seen = request.lastEventId();
    long from = seen.matches("[0-9]{1,18}") ? Long.parseLong(seen) : feed.last();
    return new Answer(
        OK,
        "text/event-stream",
        "",
        out -> {
          try {
            follow(out, from);
          } finally {
            streams.release();
          }
        });
  }

  private void follow(OutputStream out, long from) throws IOException, InterruptedException {
    JsonFormat format = new JsonFormat();
    long seen = from;
    out.write(": alerts of SentinelEdge\n\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
    while (true) {
      List<AlertFeed.Numbered> newer = feed.await(seen, HEARTBEAT_MILLIS);
      if (newer.isEmpty()) {
        out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
      } else if (newer.getFirst().number() > seen + 1 && seen > 0) {
        long missed = newer.getFirst().number() - seen - 1;
        out.write(event("missed", seen, "{\"missed\":" + missed + "}"));
      }
      for (AlertFeed.Numbered each : newer) {
        String line = new String(format.format(each.alert()), StandardCharsets.UTF_8);
        out.write(event("alert", each.number(), line.strip()));
        seen = each.number();
      }
      out.flush();
    }
  }

  private static byte[] event(String type, long id, String data) {
    return ("event: " + type + "\nid: " + id + "\ndata: " + data + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private Answer events(Request request) throws InterruptedException {
    int limit = request.number("limit", 100, 1, MOST);
    int seconds = request.number("seconds", 2, 1, 10);
    return list("events", tap.next(limit, TimeUnit.SECONDS.toMillis(seconds)), "");
  }

  private Answer processes(Request request) throws Exception {
    int limit = request.number("limit", MOST, 1, MOST);
    List<Map<String, @Nullable Object>> found =
        reader.ask(() -> look(limit)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Redaction without = redaction.get();
    List<Map<String, @Nullable Object>> clean = found.stream().map(without::fields).toList();
    return Answer.json(OK, new JsonLine().of(members -> members.add("processes", clean)));
  }

  /** By the reader's thread. */
  private List<Map<String, @Nullable Object>> look(int limit) {
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    sources
        .operations()
        .withLive(live ->
            live.context()
                .processes()
                .forEach(image -> {
                  if (!image.exited && image.endTime == 0 && found.size() < limit) {
                    found.add(process(image, live.context().bootTime()));
                  }
                }));
    return found;
  }

  private static Map<String, @Nullable Object> process(ProcessImage image, long bootTime) {
    Map<String, @Nullable Object> process = new LinkedHashMap<>();
    process.put("pid", (long) image.pid);
    process.put("parent_pid", (long) image.parentPid);
    process.put("name", image.name.toString());
    process.put("executable", image.exePath.toString());
    process.put("command_line", image.commandLine().toString());
    process.put("user_id", (long) image.uid);
    process.put("start", Times.rfc3339(image.start + bootTime));
    return process;
  }
}
