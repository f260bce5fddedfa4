package io.sentineledge.evasion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * New files that become code without being executed: each time is reported, with the file that is
 * in the memory, whatever its descriptor refers to by then.
 */
class CodeTest {
  private static final String TABLE = "code.table";
  private static final String EXCHANGED = "exchanged-descriptor";

  private static Run run = Run.NONE;

  @BeforeAll
  static void performAll() throws Exception {
    List<String> cases = Truth.rows(TABLE).stream().map(row -> row[0]).toList();
    run = Run.of("code", cases, folders -> rule(folders, "protected") + rule(folders, "decoy"));
  }

  private static String rule(Path cases, String file) {
    return """
    - rule: %1$s
      desc: A new file becomes code
      condition: >
        evt.type in (mmap, mprotect) and evt.failed = false and file.is_fresh = true
        and fd.name startswith %2$s/ and fd.filename = %1$s
      output: "%%proc.exepath %%evt.type %%evt.via %%fd.name %%evt.tampered"
      priority: WARNING
    """
        .formatted(file, cases);
  }

  @AfterAll
  static void remove() throws IOException, InterruptedException {
    run.remove();
  }

  @TestFactory
  Stream<DynamicTest> eachFileThatBecomesCodeIsReported() throws IOException {
    return Truth.rows(TABLE).stream().map(row -> dynamicTest(row[0], () -> check(row)));
  }

  private static void check(String[] row) {
    Trick trick = run.trick(row[0]);
    String really = row[1].equals("*") ? trick.really() : row[1];
    for (String file : List.of("protected", "decoy")) {
      assertEquals(Truth.count(really, file), Truth.count(trick.really(), file), trick::really);
      assertEquals(
          Truth.count(really, file), told(trick, file).size(), () -> file + "; " + run.losses());
    }
    for (Alert alert : told(trick, "protected")) {
      assertEquals(row[2], alert.field("evt.type"), alert::line);
      assertEquals(row[3], alert.field("evt.via"), alert::line);
      assertEquals(
          row[4].replace("{dir}", trick.folder().toString()), alert.field("fd.name"), alert::line);
    }
  }

  private static List<Alert> told(Trick trick, String file) {
    return run.alerts().stream()
        .filter(alert -> alert.rule().equals(file))
        .filter(alert -> alert.field("fd.name").startsWith(trick.folder() + "/"))
        .toList();
  }

  @Test
  void thatADescriptorWasExchangedIsTold() {
    List<Alert> told = told(run.trick(EXCHANGED), "protected");
    assertFalse(told.isEmpty());
    assertFalse(
        told.stream().noneMatch(alert -> alert.field("evt.tampered").equals("true")),
        () -> "of " + told.size());
    assertFalse(told.stream().anyMatch(alert -> alert.field("evt.tampered").equals("-")));
  }
}
