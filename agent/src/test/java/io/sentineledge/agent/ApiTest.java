package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.agent.http.Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The API of the running agent, held against the document that describes it. Needs root. */
@Timeout(120)
class ApiTest extends AgentFixture {
  private static final String ROOT = "/api/v1/";

  private void open() throws IOException, InterruptedException {
    Files.writeString(marked.resolve("x"), "");
    new ProcessBuilder("cat", marked.resolve("x").toString(), "--", "--password=hunter2")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static Map<?, ?> get(AgentProcess agent, String page) {
    Client.Reply reply = Scrape.health(agent, ROOT + page);
    assertEquals(200, reply.status(), reply::body);
    Load load = new Load(LoadSettings.builder().build());
    return assertInstanceOf(Map.class, load.loadFromString(reply.body()));
  }

  private static Map<?, ?> map(Map<?, ?> object, String name) {
    return assertInstanceOf(Map.class, object.get(name), name);
  }

  /** The schema of a page's answer, with references followed. */
  private static Map<?, ?> schema(Map<?, ?> document, Map<?, ?> schema) {
    Object reference = schema.get("$ref");
    if (reference == null) {
      return schema;
    }
    Map<?, ?> found = document;
    for (String name : reference.toString().substring(2).split("/")) {
      found = map(found, name);
    }
    return found;
  }

  private static void check(Map<?, ?> document, Map<?, ?> schema, Object value, String place) {
    Map<?, ?> wanted = schema(document, schema);
    if (value instanceof List<?> list) {
      assertEquals("array", wanted.get("type"), place);
      list.forEach(
          item -> check(document, map(wanted, "items"), Objects.requireNonNull(item), place));
    } else if (value instanceof Map<?, ?> object && wanted.get("properties") != null) {
      Map<?, ?> properties = map(wanted, "properties");
      List<?> required = assertInstanceOf(List.class, wanted.get("required"), place);
      required.forEach(name -> assertTrue(object.containsKey(name), place + "." + name));
      object.forEach((name, inner) -> {
        assertNotNull(properties.get(name), place + "." + name + " is not described");
        Map<?, ?> property = assertInstanceOf(Map.class, properties.get(name));
        check(document, property, Objects.requireNonNull(inner), place + "." + name);
      });
    } else if (wanted.get("type") instanceof String type) {
      Class<?> expected =
          switch (type) {
            case "integer" -> Number.class;
            case "boolean" -> Boolean.class;
            case "object" -> Map.class;
            default -> Object.class;
          };
      assertInstanceOf(expected, value, place);
    }
  }

  @Test
  void everyPageIsAsTheDocumentSaysAndNothingCanBeChanged() throws Exception {
    try (AgentProcess agent = start(Map.of())) {
      open();
      agent.await(
          "an alert without secrets",
          () -> Scrape.health(agent, ROOT + "alerts").body().contains("--password=***"));
      Map<?, ?> document = get(agent, "openapi.json");
      Map<?, ?> paths = map(document, "paths");
      InetSocketAddress port = Scrape.port(agent, "port.health");
      int checked = 0;
      for (Object path : paths.keySet()) {
        Map<?, ?> page = map(paths, path.toString());
        assertEquals(List.of("get"), List.copyOf(page.keySet()));
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
          assertEquals(405, status(port, method, path.toString()), method + " " + path);
        }
        Map<?, ?> content = map(map(map(map(page, "get"), "responses"), "200"), "content");
        if (content.get("application/json") instanceof Map<?, ?> json) {
          // An event has very many fields, and the client takes no more than 1 MiB
          Object answer = get(agent, path.toString().substring(ROOT.length()) + "?limit=5");
          check(document, map(json, "schema"), answer, path.toString());
          checked++;
        }
      }
      assertEquals(6, checked);
      assertEquals(
          new ApiPages(null_(), null_(), null_(), null_(), null_(), null_()).pages().keySet(),
          paths.keySet());
      Map<?, ?> rule = assertInstanceOf(Map.class, list(agent, "rules").getFirst());
      assertEquals("Marked file opened", rule.get("name"));
      assertTrue(assertInstanceOf(Number.class, rule.get("alerts")).intValue() > 0);
      Object own = "" + agent.pid();
      assertTrue(
          list(agent, "processes").stream()
              .anyMatch(p -> own.equals("" + ((Map<?, ?>) p).get("pid"))));
      assertEquals(List.of(), get(agent, "alerts?after=1000000").get("alerts"));
    }
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // for pages that are not asked
  private static <T> T null_() {
    return null;
  }

  private static List<?> list(AgentProcess agent, String page) {
    return assertInstanceOf(List.class, get(agent, page).get(page));
  }

  private static int status(InetSocketAddress port, String method, String path) throws IOException {
    try (Socket socket = new Socket(port.getAddress(), port.getPort())) {
      String request = method + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return Integer.parseInt(
          new String(socket.getInputStream().readNBytes(12), UTF_8).substring(9));
    }
  }

  @Test
  void eventsAreShownToWhoAsksAndAlertsAreStreamed() throws Exception {
    try (AgentProcess agent = start(Map.of())) {
      InetSocketAddress port = Scrape.port(agent, "port.health");
      try (Socket socket = new Socket(port.getAddress(), port.getPort())) {
        String request = "GET " + ROOT + "alerts/stream HTTP/1.1\r\nHost: x\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(UTF_8));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        await(lines, ": alerts of SentinelEdge");
        open();
        await(lines, "id: 1");
        assertTrue(await(lines, "data: ").contains("\"rule\":\"Marked file opened\""));
        open();
        await(lines, "id: 2");
      }
      try (Socket again = new Socket(port.getAddress(), port.getPort())) {
        String request =
            "GET " + ROOT + "alerts/stream HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 1\r\n\r\n";
        again.getOutputStream().write(request.getBytes(UTF_8));
        await(new BufferedReader(new InputStreamReader(again.getInputStream(), UTF_8)), "id: 2");
      }
      Thread opener =
          new Thread(() -> {
            try {
              for (int i = 0; i < 20; i++) {
                open();
                Thread.sleep(100);
              }
            } catch (IOException | InterruptedException e) {
              throw new AssertionError(e);
            }
          });
      opener.start();
      Client.Reply events = Scrape.health(agent, ROOT + "events?seconds=4&limit=200");
      opener.join();
      assertTrue(events.body().contains(marked.toString()), events::body);
      assertTrue(events.body().contains("--password=***"), events::body);
      assertTrue(!events.body().contains("hunter2"), events::body);
    }
  }

  /** Asks for live alerts after one, and reads none of them. */
  private static Socket stream(InetSocketAddress port, long last) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(port);
    String request =
        "GET %salerts/stream HTTP/1.1\r\nHost: x\r\nLast-Event-ID: %d\r\n\r\n"
            .formatted(ROOT, last);
    socket.getOutputStream().write(request.getBytes(UTF_8));
    return socket;
  }

  private Process opener(String loop) throws IOException {
    Files.writeString(marked.resolve("x"), "");
    return new ProcessBuilder("sh", "-c", loop.formatted(marked.resolve("x"))).start();
  }

  @Test
  void whoComesTooLateIsToldHowManyAlertsAreMissed() throws Exception {
    try (AgentProcess agent = start(Map.of())) {
      Process opens = opener("i=0; while [ $i -lt 400 ]; do : < %s; sleep 0.005; i=$((i+1)); done");
      assertEquals(0, opens.waitFor());
      agent.await("alerts", () -> alerts(agent) >= 400);
      InetSocketAddress port = Scrape.port(agent, "port.health");
      try (Socket socket = stream(port, 1)) {
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        await(lines, "event: missed");
        String missed = await(lines, "data: ").replaceAll("[^0-9]", "");
        await(lines, "event: alert");
        long next = Long.parseLong(await(lines, "id: ").substring(4));
        assertEquals(next - 2, Long.parseLong(missed));
      }
    }
  }

  private static int alerts(AgentProcess agent) {
    return assertInstanceOf(Number.class, get(agent, "status").get("alerts")).intValue();
  }

  /** Whether the agent's end of a connection is open. */
  private static boolean connected(InetSocketAddress port, Socket client) {
    Pattern open =
        Pattern.compile(":%04X \\S+:%04X 01 ".formatted(port.getPort(), client.getLocalPort()));
    return open.matcher(read(Path.of("/proc/net/tcp")) + read(Path.of("/proc/net/tcp6"))).find();
  }

  @Test
  void aClientThatDoesNotReadIsCutOffAndDetectionDoesNotNotice() throws Exception {
    try (AgentProcess agent = start(Map.of())) {
      InetSocketAddress port = Scrape.port(agent, "port.health");
      Process opens =
          opener(
              "while :; do i=0; while [ $i -lt 20 ]; do : < %s; i=$((i+1)); done; sleep 0.005; done");
      try (Socket socket = stream(port, 0)) {
        agent.await("a connection", () -> connected(port, socket));
        agent.await("its end", () -> !connected(port, socket));
        Files.writeString(marked.resolve("another"), "");
        cat(marked.resolve("another"));
        agent.await("an alert", () -> lines(agent).stream().anyMatch(l -> l.contains("/another")));
        assertEquals(200, Scrape.health(agent, "/health").status());
      } finally {
        opens.destroyForcibly().waitFor();
      }
    }
  }

  private static String await(BufferedReader lines, String begin) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith(begin)) {
      line = lines.readLine();
    }
    return Objects.requireNonNull(line, begin);
  }

  @Test
  void withoutATokenNothingIsTold() throws Exception {
    Path tokens = Files.writeString(folder.resolve("tokens"), "secret\n");
    Files.setPosixFilePermissions(
        tokens, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    try (AgentProcess agent = start(Map.of("SENTINEL_AUTH_TOKEN_FILE", tokens.toString()))) {
      for (String page : List.of("alerts", "alerts/stream", "events", "rules", "openapi.json")) {
        assertEquals(401, Scrape.health(agent, ROOT + page).status(), page);
      }
    }
  }
}
