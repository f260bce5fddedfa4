package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Text;
import io.sentineledge.kernel.Features;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InterestTest {
  @Test
  void onlyWhatIsAskedForIsSent(@TempDir Path folder) throws Exception {
    try (LiveSensor sensor = LiveSensor.load(SensorOptions.DEFAULT, new Features())) {
      sensor.select(Set.of(EventType.MKDIR));
      sensor.start();
      Files.createDirectory(folder.resolve("a"));
      Files.readAllBytes(Path.of("/proc/self/stat"));
      // Of this process itself, hence counted and not sent
      assertEquals(1, sensor.accounting().filtered(EventType.MKDIR));
      assertEquals(0, sensor.accounting().produced(EventType.OPENAT));

      sensor.select(Set.of(EventType.OPEN, EventType.OPENAT));
      Files.createDirectory(folder.resolve("b"));
      Files.readAllBytes(Path.of("/proc/self/stat"));
      Accounting after = sensor.accounting();
      assertEquals(1, after.filtered(EventType.MKDIR));
      assertTrue(after.produced(EventType.OPEN) + after.produced(EventType.OPENAT) > 0);
    }
  }

  @Test
  void statesOfConnectionsAreMadeOnlyWhileTheyAreAskedFor() throws Exception {
    try (LiveSensor sensor = LiveSensor.load(SensorOptions.DEFAULT, new Features())) {
      sensor.start();
      connect();
      assertEquals(0, sensor.accounting().produced(EventType.TCP_ESTABLISHED));

      sensor.select(Set.of(EventType.TCP_ESTABLISHED));
      connect();
      long made = sensor.accounting().produced(EventType.TCP_ESTABLISHED);
      assertTrue(made >= 2, "produced " + made);
      assertEquals(0, sensor.accounting().produced(EventType.TCP_CLOSE));

      sensor.select(Set.of());
      long before = sensor.accounting().produced(EventType.TCP_ESTABLISHED);
      connect();
      assertEquals(before, sensor.accounting().produced(EventType.TCP_ESTABLISHED));
    }
  }

  /** A connection, both ends of it established. */
  private static void connect() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, here);
        Socket client = new Socket(here, server.getLocalPort());
        Socket end = server.accept()) {
      assertEquals(client.getLocalPort(), end.getPort());
    }
  }

  @Test
  void withStatesOfConnectionsComesWhatTellsWhoseTheyAre() {
    assertTrue(Interest.of(Set.of(EventType.TCP_CLOSE)).contains(EventType.ACCEPT4));
    assertFalse(Interest.USUAL.contains(EventType.TCP_CLOSE));
  }

  @Test
  void whatStateIsMadeFromIsSentAlways() {
    assertTrue(Interest.of(Set.of()).containsAll(Set.of(EventType.EXECVE, EventType.SETUID)));
  }

  @Test
  void aConditionThatSaysLittleAboutTypesAsksForTheUsualOnes() {
    Set<EventType> all = EnumSet.complementOf(EnumSet.of(EventType.OPEN));
    assertFalse(Interest.ofCondition(all).contains(EventType.KILL));
    assertTrue(Interest.ofCondition(all).contains(EventType.MOUNT));
    assertEquals(Set.of(EventType.KILL), Interest.ofCondition(Set.of(EventType.KILL)));
  }

  @Test
  void namesOfFilesNeedWhatTellsWhereTheyLead() {
    Set<EventType> types = Set.of(EventType.KILL);
    assertEquals(types, Interest.withFiles(types, List.of()));
    assertTrue(
        Interest.withFiles(types, List.of(Text.of("/etc/shadow"))).contains(EventType.RENAME));
  }
}
