package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole agent on the running kernel. */
@Timeout(300)
class AgentTest extends AgentFixture {
  private static final Pattern READY =
      Pattern.compile(
          "^ready: (\\d+) rules, (\\d+) programs attached in \\d+ ms$", Pattern.MULTILINE);
  private static final Pattern PROGRAM = Pattern.compile("^prog_id:\\s*(\\d+)$", Pattern.MULTILINE);

  private AgentProcess start(String... options) throws IOException {
    return start(Map.of(), options);
  }

  private static Map<String, String> strings(String line) {
    Map<String, String> found = new HashMap<>();
    try (JsonParser json = new JsonFactory().createParser(line)) {
      while (json.nextToken() != null) {
        String name = json.currentName();
        if (name != null && json.currentToken() != JsonToken.FIELD_NAME) {
          found.put(name, json.getText());
        }
      }
    } catch (IOException e) {
      throw new AssertionError("no valid JSON: " + line, e);
    }
    return found;
  }

  private static List<String> programs(AgentProcess agent) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + agent.pid() + "/fdinfo"))) {
      return descriptors
          .map(file -> {
            try {
              return Files.readString(file);
            } catch (IOException e) {
              return ""; // closed meanwhile
            }
          })
          .flatMap(text -> PROGRAM.matcher(text).results().map(match -> match.group(1)))
          .distinct()
          .toList();
    }
  }

  private static boolean isLoaded(String program) {
    try {
      return new ProcessBuilder("bpftool", "prog", "show", "id", program).start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("bpftool can't be run", e);
    }
  }

  @Test
  void anAlertIsOneLineOfJsonAndTheEndIsClean() throws Exception {
    Path file = Files.writeString(marked.resolve("secret"), "x");
    try (AgentProcess agent = start("--json")) {
      Matcher ready = READY.matcher(agent.stderr());
      assertTrue(ready.find(), agent::stderr);
      assertEquals("1", ready.group(1));
      assertTrue(Integer.parseInt(ready.group(2)) > 0);
      assertEquals("sentinel-edge\n", Files.readString(Path.of("/proc/" + agent.pid() + "/comm")));

      cat(file);
      agent.await("an alert", () -> !lines(agent).isEmpty());
      agent.signal("QUIT");
      agent.await("a thread dump", () -> agent.stderr().contains("Full thread dump"));
      agent.signal("HUP");
      cat(file);
      agent.await("another alert", () -> lines(agent).size() == 2);

      List<String> loaded = programs(agent);
      assertFalse(loaded.isEmpty());
      assertTrue(loaded.stream().allMatch(AgentTest::isLoaded));
      long begin = System.nanoTime();
      agent.signal("TERM");
      assertEquals(0, agent.exitStatus(), agent::stderr);
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, took::toString);
      String all = "; " + allLines(agent).size() + " alerts, 0 dropped";
      assertTrue(agent.stderr().contains(all), agent::stderr);
      // The kernel frees a program some time after its last user has gone
      long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (loaded.stream().anyMatch(AgentTest::isLoaded)) {
        assertTrue(System.nanoTime() < patience, () -> "still loaded: " + loaded);
        Thread.sleep(50);
      }

      for (String line : lines(agent)) {
        Map<String, String> alert = strings(line);
        assertEquals("Marked file opened", alert.get("rule"));
        assertEquals("Warning", alert.get("priority"));
        assertEquals("syscall", alert.get("source"));
        assertEquals(file.toString(), alert.get("fd.name"));
        assertEquals("cat", alert.get("proc.name"));
        assertEquals(
            "cat opened " + file + " (user=root image=<NA> cmd=cat " + file + ")",
            alert.get("output"));
        assertTrue(alert.getOrDefault("time", "").matches("20..-..-..T..:..:..\\.\\d{9}Z"), line);
        assertTrue(alert.getOrDefault("evt.time", "").matches("\\d{19}"), line);
      }
    }
  }

  @Test
  void hostileNamesAreHarmlessInBothForms() throws Exception {
    String hostile = "\u001b]0;x\u0007\u001b[2J\n{\"rule\":\"fake\"}\r\u202e\u009b31m";
    Path file = Files.writeString(marked.resolve(hostile), "x");
    String invalid =
        "printf x > '" + marked + "'/$(printf 'b\\377\\300z'); cat '" + marked + "'/b*";
    for (String[] options : new String[][] {{}, {"--json"}}) {
      try (AgentProcess agent = start(options)) {
        cat(file);
        new ProcessBuilder("sh", "-c", invalid).start().waitFor();
        agent.await("three alerts", () -> lines(agent).size() == 3);
        for (String line : lines(agent)) {
          assertTrue(line.codePoints().allMatch(c -> c >= ' ' && c != 0x9b && c != 0x202e), line);
          assertTrue(line.contains("Marked file opened"), line);
        }
        if (options.length > 0) {
          assertEquals(file.toString(), strings(lines(agent).get(0)).get("fd.name"));
          assertEquals(marked + "/b\\xff\\xc0z", strings(lines(agent).get(2)).get("fd.name"));
        }
      }
    }
  }

  @Test
  void eventsAreShownAsJson() throws Exception {
    Path file = Files.writeString(marked.resolve("a"), "x");
    String filter = "evt.type = openat and fd.name = " + file;
    try (AgentProcess agent =
        AgentProcess.start(launcher, "events", "--json", filter).awaitReady()) {
      // An open may be lost where the machine is busy
      agent.await(
          "an event",
          () -> {
            cat(file);
            return !lines(agent).isEmpty();
          });
      Map<String, String> event = strings(lines(agent).getFirst());
      assertEquals("openat", event.get("type"));
      assertEquals(file.toString(), event.get("fd.name"));
      assertEquals("cat", event.get("proc.name"));
      agent.signal("INT");
      assertEquals(0, agent.exitStatus(), agent::stderr);
      for (String line : lines(agent)) {
        assertEquals(file.toString(), strings(line).get("fd.name"));
      }
    }
  }

  /** Starts agents with these capabilities alone. */
  private Path with(String capabilities) throws IOException {
    Path wrapper =
        Files.writeString(
            folder.resolve("dist/unprivileged"),
            "#!/bin/sh\nexec setpriv --bounding-set=-all%s --inh-caps=-all \"%s\" \"$@\"\n"
                .formatted(capabilities, launcher));
    assertTrue(wrapper.toFile().setExecutable(true));
    return wrapper;
  }

  @Test
  void twoCapabilitiesAreEnoughAndNoProgramIsMissed() throws Exception {
    try (AgentProcess agent =
        AgentProcess.start(with(",+bpf,+perfmon"), "run", "--duration=1s", "--no-default-rules")) {
      assertEquals(0, agent.exitStatus(), agent::stderr);
      assertTrue(agent.stderr().contains("ready: "), agent::stderr);
      assertFalse(agent.stderr().contains("goes on without it"), agent::stderr);
    }
  }

  @Test
  void withoutCapabilitiesItSaysSoAndFails() throws Exception {
    try (AgentProcess agent = AgentProcess.start(with(""), "--no-default-rules")) {
      assertEquals(1, agent.exitStatus(), agent::stderr);
      assertTrue(agent.stderr().contains("Permission denied loading eBPF program"), agent::stderr);
    }
  }

  @Test
  void doctorFindsThisMachineFit() throws Exception {
    try (AgentProcess agent = AgentProcess.start(launcher, "doctor")) {
      assertEquals(0, agent.exitStatus(), agent::stderr);
      String text = String.join("\n", lines(agent));
      assertTrue(text.contains(" ok       libbpf "), text);
      assertTrue(text.endsWith("The agent can run here."), text);
    }
  }
}
