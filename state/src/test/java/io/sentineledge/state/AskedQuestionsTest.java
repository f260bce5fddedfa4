package io.sentineledge.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.RecordWriter;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Questions over TCP, however they are cut. */
class AskedQuestionsTest {
  private static final int STREAM = 1;
  private static final int MOST_SEEN = 512;

  private final AskedQuestions questions = new AskedQuestions();
  private final List<String> told = new ArrayList<>();

  private static RecordWriter record(EventType type, long socket) {
    return new RecordWriter(type)
        .u16(Net.SOCKET + Socket.TYPE, STREAM)
        .u16(Net.SOCKET + Socket.LPORT, 40_000)
        .u64(Net.SOCKET + Socket.INO, socket);
  }

  private void learn(RecordWriter record) {
    EventView event = new EventView();
    event.wrap(MemorySegment.ofArray(record.build()), 0);
    questions.learn(event);
    DnsQuestion question = questions.question();
    if (question != null) {
      told.add(question.name().toString());
    }
  }

  /** Sends by a call of which the kernel's programs see the beginning. */
  private void send(long socket, byte... bytes) {
    learn(
        record(EventType.WRITE, socket)
            .u64(Header.RESULT, bytes.length)
            .text(Net.MESSAGE, Arrays.copyOf(bytes, Math.min(bytes.length, MOST_SEEN))));
  }

  /** A question with its length before it, and so many bytes behind it. */
  private static byte[] asking(String name, int more) {
    byte[] labels = DnsMessages.name(name);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int size = 12 + labels.length + 4 + more;
    out.write(size >> 8);
    out.write(size);
    out.writeBytes(new byte[] {1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    out.writeBytes(labels);
    out.writeBytes(new byte[] {0, 16, 0, 1});
    out.writeBytes(new byte[more]);
    return out.toByteArray();
  }

  /** A message that asks nothing. */
  private static byte[] empty(int size) {
    byte[] bytes = new byte[2 + size];
    bytes[0] = (byte) (size >> 8);
    bytes[1] = (byte) size;
    return bytes;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Test
  void aQuestionThatIsCutAnywhereIsToldOnceByTheCallThatEndsIt() {
    byte[] message = asking("data.evil.example", 11);
    for (int cut = 1; cut < message.length; cut++) {
      for (int second = cut; second < message.length; second++) {
        told.clear();
        send(1, Arrays.copyOf(message, cut));
        if (second > cut) {
          send(1, Arrays.copyOfRange(message, cut, second));
        }
        send(1, Arrays.copyOfRange(message, second, message.length));
        assertEquals(List.of("data.evil.example"), told, cut + " " + second);
        assertEquals(0, questions.size());
      }
    }
  }

  @Test
  void messagesBeforeItHideNothing() {
    byte[] all =
        joined(empty(12), asking("one.example", 0), empty(0), empty(700), asking("two.example", 5));
    Random random = new Random(3);
    for (int round = 0; round < 500; round++) {
      told.clear();
      for (int at = 0; at < all.length; ) {
        int end = Math.min(all.length, at + 1 + random.nextInt(40));
        send(round, Arrays.copyOfRange(all, at, end));
        at = end;
      }
      assertEquals(List.of("one.example", "two.example"), told, "round " + round);
    }
    assertEquals(0, questions.size());
  }

  @Test
  void whatLooksLikeAQuestionWithinAnotherOneDoesNotReplaceIt() {
    byte[] inner = asking("decoy.example", 0);
    byte[] outer = asking("true.example", inner.length - 2);
    System.arraycopy(inner, 2, outer, outer.length - (inner.length - 2), inner.length - 2);
    send(1, Arrays.copyOf(outer, 20));
    send(1, Arrays.copyOfRange(outer, 20, outer.length));
    assertEquals(List.of("true.example"), told);
  }

  @Test
  void behindWhatIsNotSeenTheNextCallBegins() {
    send(1, joined(empty(600), new byte[] {0}));
    send(1, asking("one.example", 0));
    byte[] longer = asking("two.example", 1000);
    send(1, Arrays.copyOf(longer, 900));
    send(1, Arrays.copyOfRange(longer, 900, longer.length));
    send(1, Arrays.copyOf(asking("three.example", 0), 20));
    send(1, Arrays.copyOfRange(asking("three.example", 0), 20, 31));
    assertEquals(List.of("one.example", "two.example", "three.example"), told);
  }

  @Test
  void whatWasNotSentIsNoPartOfAMessage() {
    byte[] message = asking("one.example", 0);
    send(1, Arrays.copyOf(message, 20));
    learn(
        record(EventType.WRITE, 1)
            .u64(Header.RESULT, -11)
            .text(Net.MESSAGE, Arrays.copyOfRange(message, 20, 25)));
    send(1, Arrays.copyOfRange(message, 20, message.length));
    assertEquals(List.of("one.example"), told);
  }

  @Test
  void anotherConnectionBeginsAnew() {
    byte[] message = asking("one.example", 0);
    send(1, Arrays.copyOf(message, 20));
    send(2, Arrays.copyOf(message, 25));
    learn(record(EventType.CONNECT, 1));
    send(1, message);
    send(2, Arrays.copyOfRange(message, 25, message.length));
    learn(record(EventType.SENDTO, 3).flag(RecordFlag.NO_RESULT).text(Net.MESSAGE, message));
    assertEquals(List.of("one.example", "one.example", "one.example"), told);
    assertEquals(0, questions.size());
  }

  @Test
  void noMoreIsKeptThanThereIsRoomFor() {
    for (int socket = 0; socket < 3 * AskedQuestions.MOST; socket++) {
      send(socket, asking("one.example", 0)[0]);
    }
    assertEquals(AskedQuestions.MOST, questions.size());
    assertTrue(told.isEmpty());
  }
}
