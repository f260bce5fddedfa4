package io.sentineledge.fuzz;

import io.sentineledge.event.Text;
import io.sentineledge.filter.Condition;
import io.sentineledge.filter.ConditionCompiler;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.ConditionParser;
import io.sentineledge.filter.ConditionPrinter;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.OutputFormat;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Any text as a condition, and as an output format. What parses is printed and parses to the same;
 * what compiles can be evaluated.
 */
public final class ConditionFuzzer {
  private static final String NAME = "input";

  private ConditionFuzzer() {}

  /** Loads what the first input would load otherwise: it is not to blame for the time. */
  public static void fuzzerInitialize() {
    read("proc.name = a".getBytes(StandardCharsets.UTF_8));
  }

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Limits.check(ConditionFuzzer::read, input);
  }

  private static void read(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Set<Text> paths = new HashSet<>();
    try {
      Expression expression = ConditionParser.parse(text, NAME);
      same(expression);
      Condition condition = new ConditionCompiler(paths::add).compile(expression);
      Events.play(paths, condition::test);
    } catch (ConditionException e) {
      message(e);
    }
    try {
      Events.format(OutputFormat.compile(text, NAME));
    } catch (ConditionException e) {
      message(e);
    }
  }

  private static void same(Expression expression) {
    String printed = ConditionPrinter.print(expression);
    try {
      String again = ConditionPrinter.print(ConditionParser.parse(printed, NAME));
      if (!again.equals(printed)) {
        throw new AssertionError("printed twice: " + printed + " and " + again);
      }
    } catch (ConditionException e) {
      throw new AssertionError("what was printed does not parse: " + printed, e);
    }
  }

  private static void message(ConditionException e) {
    if (e.getMessage().isEmpty()) {
      throw new AssertionError("an error without a message", e);
    }
  }
}
