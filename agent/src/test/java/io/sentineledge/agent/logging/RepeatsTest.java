package io.sentineledge.agent.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RepeatsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String MESSAGE = "Output {} does not answer";

  private final Logger own = (Logger) LoggerFactory.getLogger(Repeats.class);
  private final Logger other = (Logger) LoggerFactory.getLogger("another part");
  private final ListAppender<ILoggingEvent> told = new ListAppender<>();
  private long now = SECOND;
  private final Repeats repeats = new Repeats(() -> now);

  @BeforeEach
  void listen() {
    told.start();
    own.addAppender(told);
  }

  @AfterEach
  void stop() {
    own.detachAppender(told);
  }

  private int logged(String message, int times) {
    int logged = 0;
    for (int i = 0; i < times; i++) {
      Object[] arguments = {"number " + i};
      logged +=
          repeats.decide(null, other, Level.ERROR, message, arguments, null) == FilterReply.DENY
              ? 0
              : 1;
    }
    return logged;
  }

  private List<String> told() {
    repeats.tell();
    List<String> lines = told.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    told.list.clear();
    return lines;
  }

  @Test
  void ofManyRepeatsTenAreLoggedAndTheOthersAreCounted() {
    assertEquals(10, logged(MESSAGE, 200));
    assertEquals(1, logged("Something else", 1));
    now += 9 * SECOND;
    assertEquals(0, logged(MESSAGE, 5));
    assertEquals(List.of(), told(), "not before the ten seconds are over");
    now += SECOND;
    assertEquals(List.of("195 more like this were left out: " + MESSAGE), told());
    assertEquals(List.of(), told());
    assertEquals(10, logged(MESSAGE, 11));
  }

  @Test
  void whatComesNowAndThenIsAlwaysLogged() {
    for (int i = 0; i < 100; i++) {
      assertEquals(5, logged(MESSAGE, 5));
      now += 10 * SECOND;
      assertEquals(List.of(), told());
    }
  }

  @Test
  void whatIsNotLoggedAnywayIsNotCounted() {
    for (int i = 0; i < 100; i++) {
      repeats.decide(null, other, Level.TRACE, MESSAGE, null, null);
    }
    now += 10 * SECOND;
    assertEquals(List.of(), told());
    assertEquals(10, logged(MESSAGE, 10));
  }
}
