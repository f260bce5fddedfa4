package io.sentineledge.state;

import static io.sentineledge.state.DnsMessages.pointer;
import static io.sentineledge.state.DnsMessages.to;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DnsAnswerTest {
  private static final int QUESTION = 12;
  private static final int LARGEST = 1232;

  private final DnsAnswer answer = new DnsAnswer();

  /** What is read from an array that ends where the message does: a step beyond would throw. */
  private List<String> read(byte[] message) {
    List<String> found = new ArrayList<>();
    answer.read(
        message,
        0,
        message.length,
        (name, high, low, seconds) ->
            found.add(name.toText() + " " + address(high, low) + " " + seconds));
    return found;
  }

  private static String address(long high, long low) {
    try {
      byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void addressesOfTheNameThatWasAskedFor() {
    byte[] message =
        to("Evil.Example")
            .address(300, 192, 0, 2, 1)
            .address(0, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
            .build();
    assertEquals(
        List.of("evil.example 192.0.2.1 300", "evil.example 2001:db8:0:0:0:0:0:1 0"),
        read(message));
  }

  @Test
  void anotherNameForIt() {
    byte[] message =
        to("www.example")
            .alias(pointer(QUESTION), "cdn.example")
            .alias(DnsMessages.name("cdn.example"), "edge.example")
            .address(DnsMessages.name("edge.example"), 60, 192, 0, 2, 1)
            .build();
    assertEquals(List.of("www.example 192.0.2.1 60"), read(message));
  }

  @Test
  void addressesOfOtherNamesAreNotBelieved() {
    byte[] message =
        to("www.example")
            .address(DnsMessages.name("bank.example"), 60, 192, 0, 2, 1)
            .alias(DnsMessages.name("bank.example"), "www.example")
            .address(60, 192, 0, 2, 2)
            .build();
    assertEquals(List.of("www.example 192.0.2.2 60"), read(message));
  }

  @Test
  void whatIsNoAnswer() {
    assertEquals(List.of(), read(to("a.example").flags(0x0100).address(60, 1, 2, 3, 4).build()));
    assertEquals(List.of(), read(to("a.example").flags(0x8183).address(60, 1, 2, 3, 4).build()));
    assertEquals(List.of(), read(to("a.example").flags(0xa180).address(60, 1, 2, 3, 4).build()));
    byte[] questions = to("a.example").address(60, 1, 2, 3, 4).build();
    questions[5] = 2;
    assertEquals(List.of(), read(questions));
    assertEquals(List.of(), read(new byte[0]));
  }

  @Test
  void timesWithTheHighestBitAreZero() {
    assertEquals(
        List.of("a.example 1.2.3.4 0"), read(to("a.example").address(-1, 1, 2, 3, 4).build()));
  }

  @Test
  void unusualBytesOfNamesAreEscaped() {
    byte[] message = to("bXnk\n\\\u00ff.example").address(60, 1, 2, 3, 4).build();
    message[QUESTION + 2] = '.';
    assertEquals(List.of("b\\.nk\\010\\\\\\255.example 1.2.3.4 60"), read(message));
  }

  @Test
  void loopsEnd() {
    byte[] itself = to("a.example").address(pointer(29), 60, 1, 2, 3, 4).build();
    byte[] forward = to("a.example").address(pointer(40), 60, 1, 2, 3, 4).build();
    byte[] question = to("a.example").address(60, 1, 2, 3, 4).build();
    question[QUESTION] = (byte) 0xc0;
    question[QUESTION + 1] = QUESTION;
    // Two pointers that lead to each other
    byte[] both =
        to("a.example")
            .record(pointer(QUESTION), 99, 60, pointer(43))
            .address(pointer(41), 60, 1, 2, 3, 4)
            .build();
    for (byte[] message : List.of(itself, forward, question, both)) {
      assertTimeoutPreemptively(
          Duration.ofMinutes(1), () -> assertEquals(List.of(), read(message)));
    }
  }

  @Test
  void namesThatAreTooLong() {
    String label = "x".repeat(63);
    String longest = label + "." + label + "." + label + "." + "y".repeat(61);
    assertEquals(
        List.of(longest + " 1.2.3.4 60"), read(to(longest).address(60, 1, 2, 3, 4).build()));
    assertEquals(List.of(), read(to(longest + ".zz").address(60, 1, 2, 3, 4).build()));
    byte[] longLabel = to(label).address(60, 1, 2, 3, 4).build();
    longLabel[QUESTION] = 64;
    assertEquals(List.of(), read(longLabel));
  }

  @Test
  void whatIsCutIsReadUpToThere() {
    byte[] message = to("a.example").address(60, 1, 2, 3, 4).address(60, 5, 6, 7, 8).build();
    List<String> all = read(message);
    for (int length = 0; length < message.length; length++) {
      List<String> some = read(Arrays.copyOf(message, length));
      assertEquals(all.subList(0, some.size()), some);
      assertEquals(length < message.length - 16 ? 0 : 1, some.size());
    }
  }

  /**
   * As it comes over TCP, whole or only its beginning; an id that could be a length changes
   * nothing.
   */
  @Test
  void withItsLengthBefore() {
    byte[] message = to("a.example").address(60, 1, 2, 3, 4).address(60, 5, 6, 7, 8).build();
    byte[] withLength =
        ByteBuffer.allocate(message.length + 2)
            .putShort((short) message.length)
            .put(message)
            .array();
    assertEquals(read(message), read(withLength));
    assertEquals(
        List.of("a.example 1.2.3.4 60"), read(Arrays.copyOf(withLength, withLength.length - 1)));
    withLength[1]--;
    assertEquals(List.of("a.example 1.2.3.4 60"), read(withLength), "what the length covers");
    byte[] next = Arrays.copyOf(withLength, 2 * withLength.length);
    next[1]++;
    System.arraycopy(withLength, 0, next, withLength.length, withLength.length);
    assertEquals(read(message), read(next), "another answer comes with it");
    byte[] id = message.clone();
    id[0] = 0;
    id[1] = (byte) (message.length - 2);
    assertEquals(read(message), read(id));
  }

  /** Bytes at random, and answers with some bytes changed: nothing is thrown, all of them end. */
  @Test
  void hostileMessages() {
    Random random = new Random(53);
    byte[] sound =
        to("www.example")
            .alias(pointer(QUESTION), "cdn.example")
            .address(DnsMessages.name("cdn.example"), 60, 192, 0, 2, 1)
            .address(pointer(41), 60, 192, 0, 2, 2)
            .build();
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int round = 0; round < 200_000; round++) {
            byte[] message = round % 4 == 0 ? new byte[random.nextInt(LARGEST)] : sound.clone();
            if (round % 4 == 0) {
              random.nextBytes(message);
              pretend(message);
            } else {
              for (int changes = random.nextInt(6); changes >= 0; changes--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
              }
              message = Arrays.copyOf(message, random.nextInt(message.length + 1));
            }
            read(message);
          }
        });
  }

  /** Makes it begin as an answer does. */
  private static void pretend(byte[] message) {
    if (message.length > QUESTION) {
      message[2] = (byte) 0x81;
      message[3] = (byte) 0x80;
      message[4] = 0;
      message[5] = 1;
    }
  }
}
