package io.sentineledge.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build has parsed is what the files say, with the places where they say it. */
class ShippedRulesTest {
  private static final Path FOLDER =
      Path.of("src", "main", "resources", "io", "sentineledge", "rules", "shipped");

  @TempDir private Path folder = Path.of("");

  /** Nodes as text: files of the same name and text are different objects. */
  private static String text(YamlNode node) {
    Location at = node.location();
    String place = "@" + at.file().name() + ":" + at.position() + "+" + (at.end() - at.start());
    return place
        + switch (node) {
          case YamlNode.Scalar scalar -> scalar.style() + " " + scalar.value();
          case YamlNode.Sequence sequence ->
              sequence.items().stream().map(ShippedRulesTest::text).toList();
          case YamlNode.Mapping mapping ->
              mapping.entries().stream().map(e -> text(e.key()) + "=" + text(e.value())).toList();
        };
  }

  @Test
  void theBuildHasParsedEveryFile() throws IOException {
    List<ShippedRules.Parsed> built = ShippedRules.read();
    List<ShippedRules.Parsed> files = ShippedRules.parse(FOLDER);
    assertFalse(files.isEmpty());
    assertEquals(files.size(), built.size());
    for (int i = 0; i < files.size(); i++) {
      assertEquals(files.get(i).file().text(), built.get(i).file().text());
      assertEquals(
          files.get(i).documents().stream().map(ShippedRulesTest::text).toList(),
          built.get(i).documents().stream().map(ShippedRulesTest::text).toList());
    }
  }

  @Test
  void whatCouldNotBeReadAgainFailsTheBuild() throws IOException {
    Files.writeString(folder.resolve("index"), "a.yaml\n");
    Files.writeString(folder.resolve("a.yaml"), "- list: [");
    assertThrows(IllegalStateException.class, () -> ShippedRules.parse(folder));
    Files.writeString(folder.resolve("a.yaml"), "- list: caf\u00e9");
    List<ShippedRules.Parsed> parsed = ShippedRules.parse(folder);
    assertThrows(IllegalStateException.class, () -> NodeCodec.write(parsed));
  }
}
