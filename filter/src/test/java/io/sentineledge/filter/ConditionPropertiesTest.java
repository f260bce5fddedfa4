package io.sentineledge.filter;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every condition, tried on random ones; a failure is made small and printed. */
class ConditionPropertiesTest {
  private static final long SEED = 20_261_122;
  private static final int ROUNDS = 2_000;
  private static final String[] EVENTS = {
    "openat pid=100 ppid=10 path=/etc/shadow asked=/etc/shadow result=3 flags=0x41",
    "openat pid=100 ppid=10 path=/etc/shadow asked=/tmp/link result=3",
    "openat pid=100 ppid=10 path=/etc/shadow root=/tmp asked=shadow base=/etc result=3",
    "openat pid=100 ppid=10 asked=/etc/shadow result=-13 euid=1000",
    "open pid=99 unknown result=-14",
    "execve pid=100 ppid=10 name=bash exepath=/bin/bash argv=bash|-c|cat",
    "connect pid=100 laddr=10.0.0.5 lport=40000 raddr=8.8.8.8 rport=53 socktype=1 fd=3",
    "connect pid=100 laddr=2001:db8::1 lport=22 raddr=::1 rport=53 socktype=1 result=-115",
    "bind pid=100 laddr=10.0.0.5 lport=53 socktype=1 fd=3",
    "unlink pid=100 asked=/tmp/link",
    "procexit pid=100",
  };

  /** True if the property holds. */
  private interface Property {
    boolean holds(Expression expression) throws ConditionException;
  }

  private static boolean holds(Property property, Expression expression) {
    try {
      return property.holds(expression);
    } catch (ConditionException e) {
      return false;
    }
  }

  private static void check(Expression expression, int round, Property property) {
    if (holds(property, expression)) {
      return;
    }
    Expression smallest = expression;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (Expression candidate : RandomExpressions.smaller(smallest)) {
        if (!holds(property, candidate)) {
          smallest = candidate;
          smaller = true;
          break;
        }
      }
    }
    fail("round " + round + ": " + ConditionPrinter.print(smallest));
  }

  @Test
  void whatIsPrintedParsesToTheSame() {
    RandomExpressions random = new RandomExpressions(SEED);
    for (int round = 0; round < 10 * ROUNDS; round++) {
      check(
          random.anything(4),
          round,
          expression ->
              ConditionParser.parse(ConditionPrinter.print(expression), "").equals(expression));
    }
  }

  @Test
  void compiledConditionsMeanWhatTheInterpreterSays() {
    Scene scene = new Scene();
    scene.process("pid=1 name=systemd");
    scene.process("pid=10 ppid=1 name=sshd exepath=/usr/sbin/sshd argv=sshd");
    scene.process("pid=100 ppid=10 name=cat exepath=/bin/cat argv=cat|/etc/shadow");
    RandomExpressions random = new RandomExpressions(SEED);
    ConditionCompiler shared = new ConditionCompiler();
    for (int round = 0; round < ROUNDS; round++) {
      Expression expression = random.typed(3);
      ConditionCompiler compiler = round % 100 == 0 ? new ConditionCompiler() : shared;
      shared = compiler;
      check(expression, round, each -> agrees(compiler.compile(each), each, scene));
    }
  }

  private static boolean agrees(Condition condition, Expression expression, Scene scene)
      throws ConditionException {
    for (String event : List.of(EVENTS)) {
      boolean value = condition.test(scene.event(event));
      if (value != Interpreter.test(expression, scene.context())) {
        return false;
      }
      if (value && !condition.eventTypes().contains(scene.context().event().type())) {
        return false;
      }
    }
    return true;
  }
}
