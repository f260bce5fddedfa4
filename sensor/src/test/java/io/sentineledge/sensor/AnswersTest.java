package io.sentineledge.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.Text;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What name servers send, by each call that can receive it, 64-bit and 32-bit, and by io_uring. */
class AnswersTest {
  private static final int DOMAIN = 53;
  private static final int OF_KERNEL = 1;
  private static final int OF_CALLER = 3;
  private static final int BY_CALLS = 24;
  private static final int BY_RING = 6;

  @ParameterizedTest
  @ValueSource(strings = {SensorPrograms.TYPED, SensorPrograms.LEGACY})
  void answersAreSentWhereTheyAreAskedFor(String variant) throws Exception {
    NameServerRun run = run(variant, new Wanted(Set.of(), true, false, Set.of()));
    assertReceived(run);
    assertEquals(run.said(), run.told());
  }

  @Test
  void andNowhereElse() throws Exception {
    NameServerRun run = run(SensorPrograms.LEGACY, Wanted.of(Set.of(EventType.RECVFROM)));
    assertReceived(run);
    assertEquals(List.of(), run.told());
  }

  private static void assertReceived(NameServerRun run) {
    long byRing = run.byRing();
    assertTrue(byRing == 0 || byRing == BY_RING, run.said()::toString);
    assertEquals(BY_CALLS, run.said().size() - byRing, run.said()::toString);
  }

  private static NameServerRun run(String variant, Wanted wanted) throws Exception {
    return NameServerRun.of("answers", variant, wanted, (event, told) -> tell(event, wanted, told));
  }

  private static void tell(EventView event, Wanted wanted, List<String> told) {
    Text message = new Text();
    if (!event.text(Net.MESSAGE, message)) {
      assertFalse(wanted.answers(), event.type()::name);
      return;
    }
    if (message.length() > 2 && message.at(1) == message.length() - 2) {
      message = message.substring(2, message.length());
    }
    boolean connected = message.endsWith(Text.of(" connected"));
    String call = event.type().falcoName();
    assertTrue(event.type().receives(), call);
    assertTrue(message.toString().startsWith("received by " + call.substring(0, 4)), call);
    assertTrue(event.flag(RecordFlag.FOR_STATE));
    assertEquals(DOMAIN, event.u16(Net.SOCKET + Socket.RPORT));
    assertEquals(connected ? OF_KERNEL : OF_CALLER, event.u8(Net.SOCKET + Socket.PROVENANCE));
    boolean narrow = message.contains(Text.of("32 ")) || message.contains(Text.of("recv "));
    assertEquals(narrow, event.flag(RecordFlag.COMPAT));
    told.add(message.toString());
  }
}
