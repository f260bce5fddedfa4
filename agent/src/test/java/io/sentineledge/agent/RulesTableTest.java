package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sentineledge.output.Terminal;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.RuleLoader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTableTest {
  private static final List<Rule> RULES =
      new RuleLoader()
          .addText(
              "r.yaml",
              """
              - rule: Mine
                desc: x
                condition: evt.type = execve
                output: x
                priority: INFO
                tags: [one, two]
              - rule: A longer name
                desc: x
                condition: evt.type in (open, openat, openat2, creat, execve)
                output: x
                priority: WARNING
                enabled: false
              """)
          .load()
          .rules()
          .rules();

  private static String table(Terminal terminal) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    RulesTable.print(RULES, terminal, out);
    out.flush();
    return text.toString();
  }

  @Test
  void linesAreWholeWhereThereIsNoTerminal() {
    assertEquals(
        """
        PRIORITY       COST   ENABLED  NAME           EVENTS   FILE      TAGS
        Informational  cheap  yes      Mine           execve   r.yaml:1  one,two
        Warning        cheap  no       A longer name  5 types  r.yaml:7
        """,
        table(Terminal.NONE));
  }

  @Test
  void linesEndWhereTheTerminalEnds() {
    assertEquals(
        """
        PRIORITY       COST   ENABLED  NAME    …
        Informational  cheap  yes      Mine    …
        Warning        cheap  no       A longer…
        """,
        table(new Terminal(true, false, 40)));
  }
}
