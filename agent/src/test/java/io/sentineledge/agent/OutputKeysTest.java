package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.agent.http.Certificates;
import io.sentineledge.agent.http.Port;
import io.sentineledge.agent.http.Tls;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the keys of an output do that no other test sets in a configuration. */
@Timeout(300)
class OutputKeysTest extends AgentFixture {
  private static final int FILES = 12;

  /** Keeps out what the agent tells of itself, such as events that other workloads lose. */
  private static final String OWN = "tags = [\"test\"]\n";

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final StringBuilder sections = new StringBuilder();

  private void section(String name, String type, String keys) {
    sections.append("[outputs.%s]\ntype = \"%s\"\n%s\n".formatted(name, type, keys));
  }

  /** An output to a file of its name. */
  private Path file(String name, String keys) {
    Path file = folder.resolve("out").resolve(name);
    section(name, "file", "path = \"" + file + "\"\n" + keys);
    return file;
  }

  private AgentProcess start() throws IOException {
    Path config = config("[core]\nstate_dir = \"%s/state\"\n%s".formatted(folder, sections));
    return start(Map.of(), "--json", "--config", config.toString());
  }

  @BeforeEach
  void createFiles() throws IOException {
    for (String name : names()) {
      Files.createFile(marked.resolve(name));
    }
  }

  /** Opens each of the files once. */
  private void open() {
    cat(names().stream().map(marked::resolve).toArray(Path[]::new));
  }

  private static List<String> names() {
    return IntStream.range(0, FILES).mapToObj(i -> "f" + i).toList();
  }

  @Test
  void whichAlertsAndInWhichForm() throws Exception {
    Path off = file("off", "enabled = false");
    Path tagged = file("tagged", "tags = [\"other\", \"test\"]");
    Path untagged = file("untagged", "tags = [\"other\"]");
    Path named = file("named", "rules = [\"Marked*\"]");
    Path unnamed = file("unnamed", "rules = [\"Another*\"]");
    Path text = file("text", OWN + "format = \"text\"");
    Path ocsf = file("ocsf", OWN + "format = \"ocsf\"");
    Path ecs = file("ecs", OWN + "format = \"ecs\"");
    try (AgentProcess agent = start()) {
      open();
      for (Path all : List.of(tagged, named)) {
        agent.await("all in " + all, () -> Receiver.names(read(all)).equals(names()));
      }
      for (Path all : List.of(text, ocsf, ecs)) {
        agent.await("all in " + all, () -> read(all).lines().count() == FILES);
      }
      assertTrue(read(text).contains("Z WARNING Marked file opened: cat opened "), read(text));
      assertTrue(read(ocsf).contains("\"class_uid\":2004"), read(ocsf));
      assertTrue(read(ecs).contains("\"ecs\":{\"version\":\"8."), read(ecs));
      for (Path none : List.of(off, untagged, unnamed)) {
        assertFalse(Files.exists(none), none::toString);
      }
    }
  }

  @Test
  void howManyAndHowLarge() throws Exception {
    Path folded = file("folded", OWN + "fold_sec = 2");
    Path small = file("small", OWN + "max_size = \"1KB\"\nmax_files = 2");
    String dead = "url = \"http://127.0.0.1:%d\"\n".formatted(FreePort.find());
    section("bounded", "webhook", dead + "spool_size = \"3KB\"");
    try (AgentProcess agent = start()) {
      Path file = marked.resolve("f0");
      cat(file, file, file, file);
      agent.await("repeats", () -> read(folded).lines().count() == 2);
      assertTrue(read(folded).contains("\"count\":3"), read(folded));
      open();
      agent.await("the spool to be full", () -> value(agent, "dropped_total", "spool_full") > 0);
      assertTrue(value(agent, "spool_bytes", "") <= 3 * 1024);
      // A batch goes to one file
      for (int batch = 0; batch < 5; batch++) {
        double all = FILES + 4 + batch;
        agent.await("all before", () -> Scrape.is(agent, written("small"), all));
        cat(file);
      }
      agent.await("the last", () -> Scrape.is(agent, written("small"), FILES + 9));
      try (var files = Files.list(small.getParent())) {
        assertEquals(
            List.of("small", "small.1", "small.2"),
            files
                .map(path -> path.getFileName().toString())
                .filter(name -> name.startsWith("small"))
                .sorted()
                .toList());
      }
    }
  }

  private static double value(AgentProcess agent, String what, String reason) {
    String labels = reason.isEmpty() ? "" : ",reason=\"" + reason + "\"";
    return Scrape.metric(agent, "sentinel_output_" + what + "{output=\"bounded\"" + labels + "}");
  }

  private static String written(String output) {
    return "sentinel_output_alerts_total{output=\"" + output + "\"}";
  }

  @Test
  void howWebhooksAsk() throws Exception {
    try (Receiver receiver = new Receiver(0);
        ServerSocket silent = new ServerSocket(0, 50, LOOPBACK)) {
      String url = "url = \"" + receiver.url() + "\"\nin_flight = 1\n";
      section("hook", "webhook", url + "gzip = true\nheaders = { \"X-Test\" = \"a b\" }");
      String nobody = "url = \"http://127.0.0.1:%d\"\n".formatted(silent.getLocalPort());
      section("silent", "webhook", nobody + "timeout_ms = 200");
      try (AgentProcess agent = start()) {
        open();
        agent.await("all alerts", () -> receiver.names().equals(names()));
        assertEquals("gzip", receiver.header("Content-Encoding"));
        assertEquals("a b", receiver.header("X-Test"));
        Scrape.awaitReason(agent, "silent", "no answer within 200 ms");
      }
    }
  }

  @Test
  void whereSyslogGoes() throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      String address = "address = \"udp://127.0.0.1:%d\"".formatted(socket.getLocalPort());
      section("log", "syslog", OWN + address);
      try (AgentProcess agent = start()) {
        open();
        agent.await("all alerts", () -> Scrape.is(agent, written("log"), FILES));
      }
      for (String name : names()) {
        DatagramPacket packet = new DatagramPacket(new byte[8192], 8192);
        socket.receive(packet);
        String message = new String(packet.getData(), 0, packet.getLength(), UTF_8);
        assertTrue(message.matches("<\\d+>1 [^ ]+ [^ ]+ sentinel-edge .*"), message);
        assertEquals(List.of(name), Receiver.names(message));
      }
    }
  }

  @Test
  void whoIsTrustedAndWhoItIs() throws Exception {
    Certificates.make(folder, "own", "agent");
    Path crt = folder.resolve("own.crt");
    Path key = folder.resolve("own.key");
    // A receiver that trusts nobody but the agent; it takes no alert, but says so
    try (Port port =
        Port.open(
            new InetSocketAddress(LOOPBACK, 0),
            Map.of(),
            new Tls(crt, key, Optional.of(crt)),
            null)) {
      String url = "url = \"https://127.0.0.1:%d\"\n".formatted(port.address().getPort());
      String trusting = url + "tls_ca_file = \"%s\"\n".formatted(crt);
      section("distrusting", "webhook", url);
      section("stranger", "webhook", trusting);
      String known = "tls_cert_file = \"%s\"\ntls_key_file = \"%s\"\n".formatted(crt, key);
      section("known", "webhook", trusting + known);
      try (AgentProcess agent = start()) {
        open();
        Scrape.awaitReason(agent, "known", "status 405");
        Scrape.awaitReason(agent, "distrusting", "SSLHandshakeException");
        Scrape.awaitReason(agent, "stranger", "Exception");
        assertFalse(Scrape.health(agent, "/health").body().matches(".*stranger\":\\{[^}]*405.*"));
      }
    }
  }
}
