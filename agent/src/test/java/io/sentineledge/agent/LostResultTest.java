package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import io.sentineledge.sensor.SyntheticSource;
import io.sentineledge.sensor.capture.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How commands end when what they print can't be written; needs no root. */
@Timeout(180)
class LostResultTest {
  private static final String CAPTURE = "one.capture";
  private static final String RULE =
      """
      - rule: Opened
        desc: a test
        condition: evt.type = openat
        output: "%fd.name"
        priority: NOTICE
      """;

  @TempDir private Path folder = Path.of("");

  private Path capture() throws IOException {
    Path file = folder.resolve(CAPTURE);
    byte[] event =
        new RecordWriter(EventType.OPENAT)
            .u64(Header.TIME, 1)
            .u32(Header.PID, 10)
            .u32(Header.TID, 10)
            .comm("test")
            .path(Open.PATH, "/etc/shadow")
            .build();
    Machine machine = new Machine("h", "", "", 1, 2, 3, "", Text.EMPTY, Text.EMPTY);
    Captures.write(file, machine, new SyntheticSource.Builder().add(event).build());
    return file;
  }

  /**
   * @param redirection of its standard output, for bash
   */
  private AgentProcess replay(String redirection) throws IOException {
    Path rules = Files.writeString(folder.resolve("rules.yaml"), RULE);
    return run("replay %s --no-default-rules --rules %s".formatted(capture(), rules), redirection);
  }

  private AgentProcess run(String command, String redirection) throws IOException {
    Path launcher = Installed.in(Files.createTempDirectory(folder, "dist"));
    Path script = folder.resolve("replay.sh");
    Files.writeString(
        script,
        "#!/bin/bash\n%s %s %s\nexit ${PIPESTATUS[0]}\n".formatted(launcher, command, redirection));
    assertTrue(script.toFile().setExecutable(true));
    return AgentProcess.start(script, Map.of(), List.of());
  }

  @Test
  void aReaderThatGoesAwayEndsItQuietly() throws Exception {
    // The other side of the pipe is gone before Java has begun
    try (AgentProcess agent = replay("| exec true")) {
      assertEquals(0, agent.exitStatus(), agent.stderr());
      assertFalse(agent.stderr().contains("ERROR"), agent.stderr());
      assertTrue(agent.stderr().contains("0 alerts"), agent.stderr());
    }
  }

  private static void failsOnAFullDisk(AgentProcess command) throws Exception {
    try (command) {
      assertEquals(1, command.exitStatus(), command.stderr());
      assertTrue(command.stderr().contains("No space left on device"), command.stderr());
    }
  }

  @Test
  void aFullDiskIsAFailure() throws Exception {
    failsOnAFullDisk(replay("> /dev/full"));
    failsOnAFullDisk(run("events --from " + folder.resolve(CAPTURE), "> /dev/full"));
    failsOnAFullDisk(run("config show", "> /dev/full"));
    failsOnAFullDisk(run("--version", "> /dev/full"));
  }

  @Test
  void ofAResultThatNobodyReadsNothingIsSaid() throws Exception {
    try (AgentProcess command = run("config show", "| exec true")) {
      assertEquals(0, command.exitStatus(), command.stderr());
      assertEquals("", command.stderr());
    }
  }
}
