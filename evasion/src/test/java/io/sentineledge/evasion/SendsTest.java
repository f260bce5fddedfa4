package io.sentineledge.evasion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Datagrams to an address that a rule is about, in ways that hide it: each is reported, once. */
class SendsTest {
  private static final List<String> CASES =
      List.of(
          "second-message",
          "second-message-32",
          "last-message",
          "no-family",
          "second-message-no-family");

  private static final String RULE =
      """
      - rule: Sent
        desc: A datagram to the protected address
        condition: evt.type in (sendto, sendmmsg) and evt.failed = false and fd.sip = 127.0.39.1
        output: "%proc.args %evt.type %evt.via %evt.provenance"
        priority: WARNING
      """;

  private static Run run = Run.NONE;

  @BeforeAll
  static void performAll() throws Exception {
    run = Run.of("sends", CASES, folders -> RULE);
  }

  @AfterAll
  static void remove() throws Exception {
    run.remove();
  }

  @ParameterizedTest
  @CsvSource({
    "second-message, sendmmsg, syscall",
    "second-message-32, sendmmsg, int80",
    "last-message, sendmmsg, syscall",
    "no-family, sendto, syscall",
    "second-message-no-family, sendmmsg, syscall"
  })
  void eachDatagramToTheAddressIsReported(String name, String call, String via) {
    Trick trick = run.trick(name);
    assertEquals(1, Truth.count(trick.really(), "protected"), trick::really);
    List<Alert> told =
        run.alerts().stream()
            .filter(alert -> alert.field("proc.args").equals(name + " " + trick.folder()))
            .toList();
    assertEquals(1, told.size(), () -> told + " " + run.losses());
    Alert alert = told.getFirst();
    assertEquals(call, alert.field("evt.type"), alert::line);
    assertEquals(via, alert.field("evt.via"), alert::line);
    assertEquals("user_memory", alert.field("evt.provenance"), alert::line);
  }
}
