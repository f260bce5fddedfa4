package io.sentineledge.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Net;
import io.sentineledge.event.RecordLayout.Socket;
import io.sentineledge.event.RecordWriter;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DnsQuestionTest {
  private static final int STREAM = 1;
  private static final int DATAGRAM = 2;
  private static final int TXT = 16;

  private final AskedQuestions questions = new AskedQuestions();

  private String read(EventType type, int socketType, byte[] message) {
    byte[] record =
        new RecordWriter(type)
            .u16(Net.SOCKET + Socket.TYPE, socketType)
            .u64(Header.RESULT, message.length)
            .text(Net.MESSAGE, message)
            .build();
    EventView event = new EventView();
    event.wrap(MemorySegment.ofArray(record), 0);
    questions.learn(event);
    DnsQuestion question = questions.question();
    return question == null ? "" : question.name() + " " + question.type();
  }

  private String read(byte[] message) {
    return read(EventType.SENDTO, DATAGRAM, message);
  }

  /** A question for text, with these bytes of a name. */
  private static byte[] asking(byte[] name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    out.writeBytes(name);
    out.writeBytes(new byte[] {0, TXT, 0, 1});
    return out.toByteArray();
  }

  private static byte[] asking(String name) {
    return asking(DnsMessages.name(name));
  }

  private static byte[] withLength(byte[] message) {
    byte[] all = new byte[message.length + 2];
    all[1] = (byte) message.length;
    System.arraycopy(message, 0, all, 2, message.length);
    return all;
  }

  @Test
  void nameInSmallLettersAndType() {
    assertEquals("data.evil.example 16", read(asking("Data.EVIL.example")));
    assertEquals(". 16", read(asking(new byte[] {0})));
  }

  @Test
  void allThatSendsAndNothingElse() {
    for (EventType type :
        new EventType[] {
          EventType.SENDMMSG, EventType.WRITE, EventType.WRITEV, EventType.PWRITEV2
        }) {
      assertEquals("a.example 16", read(type, DATAGRAM, asking("a.example")));
    }
    assertEquals("", read(EventType.RECVFROM, DATAGRAM, asking("a.example")));
  }

  @Test
  void overTcpWithItsLengthOrWithout() {
    byte[] message = asking("a.example");
    assertEquals("a.example 16", read(EventType.WRITE, STREAM, withLength(message)));
    assertEquals("a.example 16", read(EventType.WRITE, STREAM, message));
  }

  @Test
  void whateverTheMessageSaysOfItself() {
    byte[] message = asking("a.example");
    message[2] = (byte) 0x85; // an answer, it says
    message[5] = 3;
    assertEquals("a.example 16", read(message));
  }

  @Test
  void theLongestNameOfBytesThatAreEscaped() {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    for (int size : new int[] {63, 63, 63, 61}) {
      byte[] label = new byte[size];
      Arrays.fill(label, (byte) 0xff);
      name.write(size);
      name.writeBytes(label);
    }
    name.write(0);
    String told = read(asking(name.toByteArray()));
    assertEquals(4 * 250 + 3 + " 16".length(), told.length());
  }

  @Test
  void hostileBytesAreNoQuestionOrOne() {
    Random random = new Random(5);
    for (int round = 0; round < 20_000; round++) {
      byte[] message = asking("some.name.example");
      for (int i = 0; i < 3; i++) {
        message[random.nextInt(message.length)] = (byte) random.nextInt();
      }
      read(Arrays.copyOf(message, random.nextInt(message.length + 1)));
      read(EventType.WRITE, STREAM, message);
    }
    assertEquals("", read("twelve bytes".getBytes(StandardCharsets.US_ASCII)));
  }
}
