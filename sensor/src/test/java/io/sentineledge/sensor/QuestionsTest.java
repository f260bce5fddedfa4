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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What name servers are asked, by each call that can send it, 64-bit and 32-bit, and by io_uring;
 * nobody answers.
 */
class QuestionsTest {
  private static final int DOMAIN = 53;
  private static final int BY_CALLS = 40;
  private static final int BY_RING = 10;
  private static final Set<EventType> SENDING =
      EnumSet.of(
          EventType.SENDTO,
          EventType.SENDMSG,
          EventType.SENDMMSG,
          EventType.WRITE,
          EventType.WRITEV,
          EventType.PWRITEV2);

  @ParameterizedTest
  @ValueSource(strings = {SensorPrograms.TYPED, SensorPrograms.LEGACY})
  void questionsAreReadWhereTheyAreAskedFor(String variant) throws Exception {
    Wanted wanted = new Wanted(SENDING, false, true, Set.of());
    NameServerRun run = NameServerRun.of("questions", variant, wanted, QuestionsTest::tell);
    assertSent(run);
    assertEquals(run.said(), run.told());
  }

  @Test
  void andNowhereElse() throws Exception {
    List<EventType> types = new ArrayList<>();
    NameServerRun run =
        NameServerRun.of(
            "questions",
            SensorPrograms.LEGACY,
            Wanted.of(Set.of(EventType.SENDTO)),
            (event, told) -> {
              assertFalse(event.present(Net.MESSAGE));
              types.add(event.type());
            });
    assertSent(run);
    assertEquals(Set.of(EventType.SENDTO), EnumSet.copyOf(types));
  }

  private static void assertSent(NameServerRun run) {
    long byRing = run.byRing();
    assertTrue(byRing == 0 || byRing == BY_RING, run.said()::toString);
    assertEquals(BY_CALLS, run.said().size() - byRing, run.said()::toString);
  }

  private static void tell(EventView event, List<String> told) {
    Text message = new Text();
    String call = event.type().falcoName();
    if (event.u16(Net.SOCKET + Socket.RPORT) != DOMAIN) {
      assertEquals(EventType.SENDMMSG, event.type());
      assertFalse(event.text(Net.MESSAGE, message));
      told.add("elsewhere");
      return;
    }
    assertTrue(event.text(Net.MESSAGE, message), call);
    assertTrue(event.type().sends(), call);
    String text = message.toString();
    assertTrue(text.startsWith("sent by " + (text.contains("send ") ? "send" : call)), text);
    assertFalse(event.flag(RecordFlag.FOR_STATE));
    assertEquals(text.contains("vain"), event.result() < 0);
    if (!text.contains(" three")) {
      boolean narrow = text.contains("32 ") || text.contains("send ");
      assertEquals(narrow, event.flag(RecordFlag.COMPAT), text);
    }
    told.add(text);
  }
}
