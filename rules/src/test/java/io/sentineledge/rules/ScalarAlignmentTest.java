package io.sentineledge.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Characters of YAML values are found again in the file, however the value is written. */
class ScalarAlignmentTest {
  private static Scalar condition(String yaml) {
    Diagnostics diagnostics = new Diagnostics();
    List<YamlNode> documents = YamlReader.read(new SourceFile("f", yaml), diagnostics);
    assertNotNull(documents, () -> diagnostics.render(Severity.NOTE));
    Mapping item = (Mapping) ((Sequence) documents.getFirst()).items().getFirst();
    return (Scalar) Objects.requireNonNull(item.get("condition"));
  }

  private static Position find(String yaml, String part) {
    MappedText text = MappedText.of(condition(yaml));
    int offset = text.text().indexOf(part);
    assertTrue(offset >= 0, () -> part + " in " + text.text());
    return text.location(offset, part.length()).position();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- condition: a and\n    b or\n      c = d\n",
        "- condition: >\n    a and\n    b or\n      c = d\n",
        "- condition: |2-\n    a and\n    b or\n      c = d\n",
        "- condition: >- # comment with c = d\n    a and\n\n    b or\n      c = d\n",
        "- condition: \"a and\n    b or\n      c = d\"\n",
        "- condition: 'a and\n    b or\n      c = d'\n",
        "- condition: &x !!str 'a and\n    b or\n      c = d'\n",
        "- condition: \"\\x61 and\n    \\u0062 or \\\n      c = d\"\n",
        "- condition: \"a and\n    b\\x20or \\\n    \\  c = d\"\n",
        "- condition:\n    a and\n    b or\n      c = d\n",
      })
  void everyStyle(String yaml) {
    String[] lines = yaml.split("\n");
    int line = 0;
    while (!lines[line].matches(" *(\\\\ )? *c = d.*")) {
      line++;
    }
    Position at = find(yaml, "c = d");
    assertEquals(line + 1, at.line(), yaml);
    assertEquals(lines[line].indexOf("c = d") + 1, at.column(), yaml);
  }

  @Test
  void quotesAndEscapesCountAsWritten() {
    assertEquals(new Position("f", 1, 27), find("- condition: 'a = ''x y'' and c = d'", "and c"));
    assertEquals(
        new Position("f", 1, 32), find("- condition: \"a = \\\"x\\ty\\\" and c = d\"", "c = d"));
    assertEquals(new Position("f", 1, 22), find("- condition: \"a = \\\"x\\ty\\\"\"", "\ty"));
  }

  @Test
  void columnsCountCodePoints() {
    assertEquals(new Position("f", 1, 27), find("- condition: a = 'ü😀' and c = d", "c = d"));
    assertEquals(new Position("f", 2, 14), find("- # 😀\n  condition: c = d", "c = d"));
  }

  @Test
  void anEmptyTextIsWhereItStands() {
    MappedText text = MappedText.of(condition("- condition: ''"));
    assertEquals(new Position("f", 1, 14), text.location(0, 0).position());
  }

  /** Words in every style, with random line breaks, are all found where they stand. */
  @Test
  void randomTexts() {
    Random random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      StringBuilder yaml = new StringBuilder("- condition: ");
      String style = List.of("", ">", "|", ">-", "|+", "\"", "'").get(random.nextInt(7));
      yaml.append(style);
      boolean block = style.startsWith(">") || style.startsWith("|");
      yaml.append(block ? "\n    " : "");
      int words = 1 + random.nextInt(12);
      for (int i = 0; i < words; i++) {
        yaml.append(word(random, style)).append(i + 1 < words ? gap(random, style) : "");
      }
      yaml.append(block ? "\n" : style);
      check(yaml.toString());
    }
  }

  private static String word(Random random, String style) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i <= random.nextInt(6); i++) {
      int kind = random.nextInt(12);
      word.append(
          switch (kind) {
            case 0 -> "ü";
            case 1 -> "😀";
            case 2 -> style.equals("'") ? "''" : "x";
            case 3 -> style.equals("\"") ? "\\\"" : "y";
            case 4 -> style.equals("\"") ? "\\u00e9" : "z";
            default -> String.valueOf((char) ('a' + random.nextInt(26)));
          });
    }
    return word.toString();
  }

  private static String gap(Random random, String style) {
    return switch (random.nextInt(5)) {
      case 0 -> "\n    ";
      case 1 -> "\n\n    ";
      case 2 -> style.equals("\"") ? " \\\n    " : "  ";
      case 3 -> "  ";
      default -> " ";
    };
  }

  private static void check(String yaml) {
    Scalar scalar = condition(yaml);
    MappedText text = MappedText.of(scalar);
    assertEquals(scalar.value(), text.text());
    for (int i = 0; i < text.text().length(); i++) {
      char c = text.text().charAt(i);
      Location at = text.location(i, 1);
      char written = yaml.charAt(at.start());
      if (!Character.isWhitespace(c) && written != '\\') {
        assertEquals(c, written, () -> yaml + "\n" + text.text());
      }
    }
  }
}
