package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.Text;
import io.sentineledge.kernel.Feature;
import io.sentineledge.kernel.Features;
import io.sentineledge.kernel.LibBpf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What name servers send, by each call that can receive it, 64-bit and 32-bit, and by io_uring. */
class AnswersTest {
  private static final int DOMAIN = 53;
  private static final int OF_KERNEL = 1;
  private static final int OF_CALLER = 3;
  private static final int BY_CALLS = 20;
  private static final int BY_RING = 4;

  /** What the program received, as it says, and what the kernel programs told of it. */
  private record Run(List<String> received, List<String> told) {}

  @ParameterizedTest
  @ValueSource(strings = {SensorPrograms.TYPED, SensorPrograms.LEGACY})
  void answersAreSentWhereTheyAreAskedFor(String variant) throws Exception {
    Run run = run(variant, new Wanted(Set.of(), true, Set.of()));
    assertReceived(run);
    assertEquals(run.received, run.told);
  }

  @Test
  void andNowhereElse() throws Exception {
    Run run = run(SensorPrograms.LEGACY, Wanted.of(Set.of(EventType.RECVFROM)));
    assertReceived(run);
    assertEquals(List.of(), run.told);
  }

  /** By calls; where the kernel makes rings whose requests are known, by those too. */
  private static void assertReceived(Run run) {
    long byRing = run.received.stream().filter(line -> line.contains(" by ring ")).count();
    assertTrue(byRing == 0 || byRing == BY_RING, run.received::toString);
    assertEquals(BY_CALLS, run.received.size() - byRing, run.received::toString);
  }

  private static Run run(String variant, Wanted wanted) throws Exception {
    Root.needed();
    boolean typed = variant.equals(SensorPrograms.TYPED);
    assumeTrue(!typed || new Features().probe(Feature.READ_ONLY_CAST).yes(), "a kernel before 6.2");
    SensorOptions options = SensorOptions.DEFAULT;
    SensorPrograms programs = SensorPrograms.load(LibBpf.instance(), options, variant);
    Path program =
        Path.of(Objects.requireNonNull(AnswersTest.class.getResource("/answers")).getPath());
    List<String> told = new ArrayList<>();
    try (LiveSensor sensor = LiveSensor.over(programs, options)) {
      sensor.select(wanted);
      sensor.start();
      Process process = new ProcessBuilder(program.toString()).redirectErrorStream(true).start();
      EventView event = new EventView();
      RecordHandler handler =
          (segment, offset, length, lane) -> {
            event.wrap(segment, offset);
            if (event.pid() == process.pid() && event.type().family() == EventType.Family.NET) {
              tell(event, wanted, told);
            }
          };
      while (process.isAlive()) {
        sensor.poll(handler);
        Thread.sleep(1);
      }
      while (sensor.poll(handler) > 0) {}
      List<String> received = process.inputReader().lines().toList();
      assertEquals(0, process.exitValue(), () -> "" + received);
      return new Run(received, told);
    }
  }

  private static void tell(EventView event, Wanted wanted, List<String> told) {
    Text message = new Text();
    if (!event.text(Net.MESSAGE, message)) {
      assertFalse(wanted.answers(), event.type()::name);
      return;
    }
    boolean connected = message.endsWith(Text.of(" connected"));
    String call = event.type().falcoName();
    assertTrue(call.startsWith("recv") || call.equals("read"), call);
    assertTrue(message.toString().startsWith("received by " + call.substring(0, 4)), call);
    assertTrue(event.flag(RecordFlag.FOR_STATE));
    assertEquals(DOMAIN, event.u16(Net.SOCKET + Socket.RPORT));
    assertEquals(connected ? OF_KERNEL : OF_CALLER, event.u8(Net.SOCKET + Socket.PROVENANCE));
    boolean narrow = message.contains(Text.of("32 ")) || message.contains(Text.of("recv "));
    assertEquals(narrow, event.flag(RecordFlag.COMPAT));
    told.add(message.toString());
  }
}
