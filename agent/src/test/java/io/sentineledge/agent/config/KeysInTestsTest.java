package io.sentineledge.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each key is set in a test of what it does: in one outside of this package, whose tests are about
 * how values are read. It proves that somebody thought of the key, not that the test is a good one.
 */
class KeysInTestsTest {
  private static final Path TESTS = Path.of("src", "test", "java", "io", "sentineledge", "agent");

  private static String tests() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(TESTS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        if (!file.startsWith(TESTS.resolve("config"))) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }

  /** By its variable, or in TOML. */
  private static boolean sets(String tests, Key<?> key) {
    String name = key.name().substring(key.name().lastIndexOf('.') + 1);
    String value = " = (?:\\\\?\"|[0-9\\[{%]|true|false)";
    Pattern toml = Pattern.compile("(?:\\\\n|[^\\w.])" + Pattern.quote(name) + value);
    return tests.contains(key.variable()) || toml.matcher(tests).find();
  }

  @Test
  void eachKeyIsSetInATestOfWhatItDoes() throws IOException {
    String tests = tests();
    assertTrue(tests.length() > 100_000, "" + tests.length());
    List<String> missing =
        Stream.concat(Keys.ALL.stream(), OutputKeys.ALL.stream())
            .filter(key -> !sets(tests, key))
            .map(Key::name)
            .toList();
    assertEquals(List.of(), missing);
  }
}
