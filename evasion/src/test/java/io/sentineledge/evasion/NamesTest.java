package io.sentineledge.evasion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Other names of a file, and races about names: each open of a file that a rule names is reported,
 * and no other, with the call it was made by and the path that the kernel used.
 */
class NamesTest {
  private static final String TABLE = "names.table";
  private static final String OPENS = "(open, openat, openat2, creat, open_by_handle_at)";

  private static Run run = Run.NONE;

  @BeforeAll
  static void performAll() throws Exception {
    List<String> names = Truth.rows(TABLE).stream().map(row -> row[0]).toList();
    run =
        Run.of(
            "names", names, cases -> rule(cases, names, "protected") + rule(cases, names, "decoy"));
  }

  private static String rule(Path cases, List<String> names, String file) {
    String paths =
        names.stream()
            .map(name -> cases + "/" + name + "/" + file)
            .collect(Collectors.joining(", "));
    return """
    - rule: %s
      desc: An exact path
      condition: evt.type in %s and not evt.failed = true and fd.name in (%s)
      output: "%%proc.args %%evt.type %%evt.via %%fd.name %%evt.rawres %%file.path.process %%evt.tampered"
      priority: WARNING
    """
        .formatted(file, OPENS, paths);
  }

  @AfterAll
  static void remove() throws IOException, InterruptedException {
    run.remove();
  }

  @TestFactory
  Stream<DynamicTest> eachCaseIsReportedAsWhatItIs() throws IOException {
    return Truth.rows(TABLE).stream().map(row -> dynamicTest(row[0], () -> check(row)));
  }

  private static void check(String[] row) {
    Trick trick = run.trick(row[0]);
    if (!row[1].equals("*")) {
      assertEquals(counts(row[1]), counts(trick.really()), "what the case really did");
    }
    List<Alert> own =
        run.alerts().stream()
            .filter(alert -> alert.field("proc.args").equals(row[0] + " " + trick.folder()))
            .toList();
    switch (row[2]) {
      case "path" -> {
        for (String file : List.of("protected", "decoy")) {
          String path = trick.folder() + "/" + file;
          List<Alert> told = of(own, file);
          assertEquals(
              Truth.count(trick.really(), file),
              told.stream().filter(alert -> alert.field("fd.name").equals(path)).count(),
              () -> file + "; " + run.losses() + "\n" + shown(told));
          told.stream()
              .filter(alert -> !alert.field("fd.name").equals(path))
              .forEach(alert -> assertTrue(isTampered(alert), alert::line));
        }
        return;
      }
      case "tampered" -> {
        assertEquals(Truth.count(trick.really(), "protected"), of(own, "protected").size());
        assertEquals(
            Truth.count(trick.really(), "decoy"),
            of(own, "decoy").stream().filter(alert -> !isTampered(alert)).count());
        return;
      }
      default -> {}
    }
    String reported =
        "%d protected %d decoy".formatted(of(own, "protected").size(), of(own, "decoy").size());
    assertEquals(
        counts(row[2].equals("=") ? trick.really() : row[2]),
        reported,
        () -> "alerts; " + run.losses() + "\n" + shown(own));
    String main = Truth.count(reported, "protected") > 0 ? "protected" : "decoy";
    for (Alert alert : of(own, main)) {
      matches(row[3], alert, "evt.type");
      matches(row[4], alert, "evt.via");
      matches(row[5].replace("{dir}", trick.folder().toString()), alert, "fd.name");
    }
  }

  private static String counts(String cell) {
    return "%d protected %d decoy"
        .formatted(Truth.count(cell, "protected"), Truth.count(cell, "decoy"));
  }

  private static List<Alert> of(List<Alert> alerts, String rule) {
    return alerts.stream().filter(alert -> alert.rule().equals(rule)).toList();
  }

  private static boolean isTampered(Alert alert) {
    return alert.field("evt.tampered").equals("true");
  }

  private static String shown(List<Alert> alerts) {
    return alerts.stream().limit(4).map(Alert::line).collect(Collectors.joining("\n"));
  }

  private static void matches(String wanted, Alert alert, String field) {
    String is = alert.field(field);
    boolean matches =
        wanted.equals("*")
            || is.equals(wanted)
            || (wanted.startsWith("...") && is.startsWith("...") && is.endsWith(tail(wanted)));
    assertTrue(matches, () -> field + " is " + is + ", not " + wanted + "\n" + alert.line());
  }

  private static String tail(String wanted) {
    return wanted.substring(wanted.lastIndexOf('/'));
  }
}
