package io.sentineledge.evasion;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
 * Changes of a file by other names, through links and linked folders: each is reported by a rule
 * about the file or folder, with where the name led.
 */
class ChangesTest {
  private static final String TABLE = "changes.table";

  private static Run run = Run.NONE;

  @BeforeAll
  static void performAll() throws Exception {
    List<String> cases = Truth.rows(TABLE).stream().map(row -> row[0]).toList();
    run = Run.of("changes", cases, folders -> rule(folders, cases));
  }

  private static String rule(Path folders, List<String> cases) {
    return """
    - rule: protected
      desc: A file changes, or something is made in a folder
      condition: >
        evt.type in (chmod, fchmodat, chown, lchown, fchownat, truncate, setxattr, utimes, utimensat,
          mkdir, mknod, rename, link, symlink)
        and evt.failed = false
        and (fs.path.name in (%s) or fs.path.new startswith anyof (%s))
      output: "%%proc.args %%evt.type %%file.path.looked_up %%file.path.looked_up.target"
      priority: WARNING
    """
        .formatted(list(folders, cases, "/protected"), list(folders, cases, "/watched/"));
  }

  private static String list(Path folders, List<String> cases, String file) {
    return cases.stream()
        .map(name -> folders + "/" + name + file)
        .collect(Collectors.joining(", "));
  }

  @AfterAll
  static void remove() throws IOException, InterruptedException {
    run.remove();
  }

  @TestFactory
  Stream<DynamicTest> eachChangeIsReported() throws IOException {
    return Truth.rows(TABLE).stream().map(row -> dynamicTest(row[0], () -> check(row)));
  }

  private static void check(String[] row) {
    Trick trick = run.trick(row[0]);
    assertEquals(
        Truth.count(row[1], "protected"), Truth.count(trick.really(), "protected"), trick::really);
    List<Alert> told =
        run.alerts().stream()
            .filter(alert -> alert.field("proc.args").equals(row[0] + " " + trick.folder()))
            .toList();
    assertEquals(Truth.count(row[1], "protected"), told.size(), () -> told + " " + run.losses());
    for (Alert alert : told) {
      assertEquals(row[2], alert.field("evt.type"), alert::line);
      String second = alert.field("file.path.looked_up.target");
      String path = second.equals("-") ? alert.field("file.path.looked_up") : second;
      assertEquals(row[3].replace("{dir}", trick.folder().toString()), path, alert::line);
    }
  }
}
