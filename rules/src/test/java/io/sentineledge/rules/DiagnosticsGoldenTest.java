package io.sentineledge.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What is said about each wrong file, word for word. {@code -Dgolden.update=true} writes the
 * expected texts anew.
 */
class DiagnosticsGoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/io/sentineledge/rules/golden");

  @TestFactory
  Stream<DynamicTest> filesAndWhatIsSaidAboutThem() throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(FOLDER)) {
      files = entries.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    assertFalse(files.isEmpty());
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    String name = file.getFileName().toString();
    String said =
        new RuleLoader()
            .addText(name, Files.readString(file))
            .load()
            .diagnostics()
            .render(Severity.NOTE);
    Path expected = file.resolveSibling(name.replace(".yaml", ".txt"));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, said);
    }
    assertEquals(Files.readString(expected), said);
  }
}
