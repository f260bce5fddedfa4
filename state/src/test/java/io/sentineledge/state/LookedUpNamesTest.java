package io.sentineledge.state;

import static io.sentineledge.state.Records.INIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordWriter;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class LookedUpNamesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY = 86_400 * SECOND;
  private static final long MAPPED = 0xffff_0000_0000L;

  private int events;
  private final EventContext context = new EventContext(new ProcessTable(), new NoAccounts());
  private final EventIntake intake = new EventIntake(context, event -> events++);
  private final LookedUpNames names = context.names();

  private void answer(long workload, long time, DnsMessages message) {
    accept(
        Records.event(EventType.RECVFROM, time, INIT)
            .u64(Header.WORKLOAD, workload)
            .text(Net.MESSAGE, message.build()));
  }

  private void accept(RecordWriter writer) {
    byte[] record = writer.build();
    MemorySegment segment = MemorySegment.ofArray(new long[record.length / Long.BYTES]);
    segment.copyFrom(MemorySegment.ofArray(record));
    intake.accept(segment, 0);
  }

  private String find(long workload, int address, long now) {
    return String.valueOf(names.find(workload, 0, MAPPED | address, now));
  }

  private static DnsMessages named(String name, int address, int seconds) {
    return DnsMessages.to(name)
        .address(seconds, address >>> 24, address >>> 16, address >>> 8, address);
  }

  @Test
  void aNameCountsInTheWorkloadThatWasToldIt() {
    answer(7, SECOND, named("good.example", 0x01020304, 60));
    answer(8, SECOND, named("evil.example", 0x01020304, 60));
    assertEquals("good.example", find(7, 0x01020304, SECOND));
    assertEquals("evil.example", find(8, 0x01020304, SECOND));
    assertEquals("null", find(9, 0x01020304, SECOND));
    assertEquals("null", find(7, 0x01020305, SECOND));
  }

  @Test
  void whatNobodyAsksForIsNoEvent() {
    RecordWriter answer = Records.event(EventType.READ, SECOND, INIT);
    accept(answer.text(Net.MESSAGE, named("a.example", 1, 60).build()).flag(RecordFlag.FOR_STATE));
    assertEquals(0, events);
    assertEquals("a.example", find(0, 1, SECOND));
    answer(0, SECOND, named("b.example", 1, 60));
    assertEquals(1, events);
  }

  @Test
  void theLastAnswerCounts() {
    answer(7, SECOND, named("old.example", 0x01020304, 60));
    answer(7, SECOND, named("new.example", 0x01020304, 60));
    assertEquals("new.example", find(7, 0x01020304, SECOND));
    assertEquals(1, names.size());
  }

  @Test
  void forAsLongAsTheAnswerSaysWithinBounds() {
    answer(7, SECOND, named("short.example", 1, 0));
    answer(7, SECOND, named("five.minutes.example", 2, 300));
    answer(7, SECOND, named("ever.example", 3, Integer.MAX_VALUE));
    assertEquals("short.example", find(7, 1, 61 * SECOND));
    assertEquals("null", find(7, 1, 61 * SECOND + 1));
    assertEquals("five.minutes.example", find(7, 2, 301 * SECOND));
    assertEquals("null", find(7, 2, 301 * SECOND + 1));
    assertEquals("ever.example", find(7, 3, SECOND + DAY));
    assertEquals("null", find(7, 3, SECOND + DAY + 1));
  }

  @Test
  void aWorkloadThatLooksUpMuchForgetsWhatItDoesNotUse() {
    answer(7, SECOND, named("used.example", 1, 3600));
    answer(7, SECOND, named("unused.example", 2, 3600));
    answer(8, SECOND, named("other.example", 1, 3600));
    for (int i = 0; i < 10 * LookedUpNames.MOST_OF_WORKLOAD; i++) {
      assertEquals("used.example", find(7, 1, SECOND));
      answer(7, SECOND, named("flood.example", 100 + i, 3600));
    }
    assertEquals(LookedUpNames.MOST_OF_WORKLOAD + 1, names.size());
    assertEquals("null", find(7, 2, SECOND));
    assertEquals("other.example", find(8, 1, SECOND));
  }

  @Test
  void allTogetherAreBoundedAtTheCostOfWhoHasMost() {
    answer(1, SECOND, named("small.example", 1, 3600));
    for (int workload = 2; workload < 40; workload++) {
      for (int i = 0; i < LookedUpNames.MOST_OF_WORKLOAD; i++) {
        answer(workload, SECOND, named("flood.example", i, 3600));
      }
    }
    assertEquals(LookedUpNames.MOST, names.size());
    assertEquals("small.example", find(1, 1, SECOND));
  }

  @Test
  void workloadsWithoutEndAreBounded() {
    for (int workload = 0; workload < 2 * LookedUpNames.MOST; workload++) {
      answer(workload, SECOND, named("one.example", 1, 3600));
    }
    assertTrue(names.size() <= LookedUpNames.MOST, () -> "" + names.size());
  }
}
