package io.sentineledge.evasion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Who made whom: however a process came to be, its events tell its program, its parent at that
 * moment and the process that made it, also where it lived for less than a millisecond.
 */
class LineageTest {
  private static final String TABLE = "lineage.table";
  private static final Pattern ROLE = Pattern.compile("(\\w+)=(\\d+)");
  private static final List<String> FIELDS =
      List.of("proc.pid", "proc.ppid", "proc.creator.pid", "proc.exepath", "proc.script");

  private static Run run = Run.NONE;

  @BeforeAll
  static void performAll() throws Exception {
    List<String> cases = Truth.rows(TABLE).stream().map(row -> row[0]).toList();
    run = Run.of("lineage", cases, LineageTest::rules);
  }

  private static String rules(Path cases) {
    String output = "%proc.args %" + String.join(" %", FIELDS) + " %proc.creator.cmdline";
    return """
    - rule: Leaf
      desc: The last process of a case
      condition: (evt.type = openat and fd.filename = protected and proc.args contains "leaf %1$s")
        or (evt.type = execve and proc.args startswith "gone %1$s")
      output: "%2$s"
      priority: WARNING
    """
        .formatted(cases, output);
  }

  @AfterAll
  static void remove() throws IOException, InterruptedException {
    run.remove();
  }

  @TestFactory
  Stream<DynamicTest> theTreeIsTrue() throws IOException {
    return Truth.rows(TABLE).stream().map(row -> dynamicTest(row[0], () -> check(row)));
  }

  private static void check(String[] row) throws IOException {
    Trick trick = run.trick(row[0]);
    Map<String, String> known = new HashMap<>();
    Matcher roles = ROLE.matcher(trick.really());
    while (roles.find()) {
      known.put(roles.group(1), roles.group(2));
    }
    known.put("{trick}", run.program().toString());
    known.put("{sh}", Path.of("/bin/sh").toRealPath().toString());
    List<Alert> own =
        run.alerts().stream()
            .filter(alert -> alert.rule().equals("Leaf"))
            .filter(alert -> alert.field("proc.args").endsWith(" " + trick.folder()))
            .toList();
    assertEquals(Integer.parseInt(row[1]), own.size(), () -> "alerts " + own + run.losses());
    for (Alert alert : own) {
      for (int i = 0; i < FIELDS.size(); i++) {
        String wanted = row[i + 2].replace("{dir}", trick.folder().toString());
        if (!wanted.equals("*")) {
          String value = known.getOrDefault(wanted, wanted);
          assertEquals(value, alert.field(FIELDS.get(i)), () -> alert.line());
        }
      }
    }
  }
}
