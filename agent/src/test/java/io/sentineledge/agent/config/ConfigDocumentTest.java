package io.sentineledge.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/configuration.md} says what the code says. To write it anew, run this test with
 * {@code -Dconfiguration.write=true}.
 */
class ConfigDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

  @Test
  void documentIsUpToDate() throws IOException {
    String expected = ConfigDocument.text();
    if (Boolean.getBoolean("configuration.write")) {
      Files.writeString(DOCUMENT, expected);
    }
    assertTrue(Files.exists(DOCUMENT), "run with -Dconfiguration.write=true");
    assertEquals(expected, Files.readString(DOCUMENT), "run with -Dconfiguration.write=true");
  }

  @Test
  void everyKeyHasAVariableOfItsOwnAndASentence() {
    Set<String> variables = new HashSet<>();
    for (Key<?> key : Keys.ALL) {
      assertTrue(variables.add(key.variable()), key.variable());
      assertTrue(key.doc().endsWith("."), key::toString);
    }
  }
}
