package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Outputs that change while alerts go through them. Needs root. */
@Timeout(300)
class OutputReloadTest extends AgentFixture {
  private static final int FILES = 300;

  /** So that what else the machine opens leaves room: these tests count each event. */
  private static final Map<String, String> ROOM = Map.of("SENTINEL_RING_BUFFER_SIZE", "134217728");

  @BeforeEach
  void createFiles() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Files.createFile(marked.resolve("f" + i));
    }
  }

  /** Opens each file once, a few dozen a second. */
  private Process stream() throws IOException {
    String loop =
        "i=0; while [ $i -lt %d ]; do : < %s/f$i; sleep 0.02; i=$((i+1)); done"
            .formatted(FILES, marked);
    return new ProcessBuilder("sh", "-c", loop).start();
  }

  private static List<String> files() {
    return IntStream.range(0, FILES).mapToObj(i -> "f" + i).toList();
  }

  private Path outputs(String sections) throws IOException {
    return config("[core]\nstate_dir = \"%s/state\"\n%s".formatted(folder, sections));
  }

  private static String webhook(String url) {
    return "[outputs.siem]\ntype = \"webhook\"\nurl = \"%s\"\n".formatted(url);
  }

  private static String file(String name, String path) {
    return "[outputs.%s]\ntype = \"file\"\npath = \"%s\"\n".formatted(name, path);
  }

  private static void reload(AgentProcess agent) throws Exception {
    double before = reloads(agent);
    agent.signal("HUP");
    agent.await("a reload", () -> reloads(agent) > before);
  }

  private static double reloads(AgentProcess agent) {
    return Scrape.metric(agent, "sentinel_reloads_total{result=\"success\"}");
  }

  @Test
  void aWebhookThatMovesLosesNothingAndGetsNothingTwice() throws Exception {
    try (Receiver first = new Receiver(0);
        Receiver second = new Receiver(0)) {
      Path config = outputs(webhook(first.url()));
      try (AgentProcess agent = start(ROOM, "--json", "--config", config.toString())) {
        Process stream = stream();
        agent.await("the first address", () -> first.names().size() > 20);
        outputs(webhook(second.url()));
        reload(agent);
        agent.await("the second address", () -> second.names().size() > 20);
        outputs(webhook(first.url()));
        reload(agent);
        assertEquals(0, stream.waitFor());
        agent.await("all", () -> first.names().size() + second.names().size() >= FILES);
        agent.signal("TERM");
        assertEquals(0, agent.exitStatus(), agent::stderr);
        assertFalse(agent.stderr().contains("takes a restart"), agent::stderr);
      }
      List<String> all = new ArrayList<>(first.names());
      all.addAll(second.names());
      Collections.sort(all);
      assertEquals(files().stream().sorted().toList(), all);
    }
  }

  @Test
  void whatADeadAddressDidNotTakeGoesToTheNewOne() throws Exception {
    try (Receiver receiver = new Receiver(0)) {
      String inOrder = "in_flight = 1\n";
      Path config = outputs(webhook("http://127.0.0.1:" + FreePort.find()) + inOrder);
      try (AgentProcess agent = start(ROOM, "--json", "--config", config.toString())) {
        assertEquals(0, stream().waitFor());
        agent.await("all alerts", () -> Receiver.names(read(agent)).size() == FILES);
        outputs(webhook(receiver.url()) + inOrder);
        reload(agent);
        agent.await("all", () -> receiver.names().size() >= FILES);
        agent.await(
            "an empty spool",
            () -> Scrape.metric(agent, "sentinel_output_spool_bytes{output=\"siem\"}") == 0);
        assertEquals(files(), receiver.names());
      }
    }
  }

  private static String read(AgentProcess agent) {
    return String.join("\n", lines(agent));
  }

  @Test
  void outputsComeAndGo() throws Exception {
    Path one = folder.resolve("one.json");
    Path two = folder.resolve("two.json");
    Path config = outputs(file("one", "one.json"));
    try (AgentProcess agent = start(Map.of(), "--json", "--config", config.toString())) {
      cat(marked.resolve("f1"));
      agent.await("the first file", () -> Receiver.names(read(one)).equals(List.of("f1")));
      outputs(file("two", "two.json"));
      reload(agent);
      cat(marked.resolve("f2"));
      agent.await("the second file", () -> Receiver.names(read(two)).equals(List.of("f2")));
      assertEquals(List.of("f1"), Receiver.names(read(one)));
      String health = Scrape.health(agent, "/health").body();
      assertTrue(health.contains("output.two") && !health.contains("output.one"), health);
      outputs(file("two", "two.json") + "rules = [\"none\"]\n" + file("one", "one.json"));
      reload(agent);
      cat(marked.resolve("f3"));
      agent.await("it again", () -> Receiver.names(read(one)).equals(List.of("f1", "f3")));
      assertEquals(List.of("f2"), Receiver.names(read(two)));
    }
  }

  private static String state(AgentProcess agent) {
    return Scrape.health(agent, "/health").body();
  }

  @Test
  void whatTakesARestartIsToldUntilItIsTakenBack() throws Exception {
    String file = file("one", "one.json");
    Path config = outputs(file);
    try (AgentProcess agent = start(Map.of(), "--json", "--config", config.toString())) {
      String other = "[outputs.one]\ntype = \"program\"\ncommand = [\"/bin/cat\"]\n";
      outputs(other + "[ebpf]\nbatch_size = 7\n");
      String notice = "a restart is needed for ebpf.batch_size, outputs.one.type";
      for (int i = 0; i < 2; i++) {
        reload(agent);
        agent.await("a notice", () -> state(agent).contains(notice));
      }
      cat(marked.resolve("f1"));
      Path one = folder.resolve("one.json");
      agent.await("the output as before", () -> Receiver.names(read(one)).equals(List.of("f1")));
      outputs(file);
      reload(agent);
      assertFalse(state(agent).contains("a restart is needed"), () -> state(agent));
    }
  }
}
