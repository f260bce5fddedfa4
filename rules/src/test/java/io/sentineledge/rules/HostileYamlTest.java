package io.sentineledge.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are made to hurt are refused with one clear error, soon and in little memory. */
class HostileYamlTest {
  @TempDir private Path folder;

  private static List<String> errors(RuleLoader loader) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            loader.load().diagnostics().all().stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .map(Diagnostic::toString)
                .toList());
  }

  private static List<String> errors(String yaml) {
    return errors(new RuleLoader().addText("f", yaml));
  }

  @Test
  void aliasesThatMultiply() {
    StringBuilder yaml = new StringBuilder("- &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 20; i++) {
      yaml.append("- &a").append(i).append(" [");
      yaml.append(("*a" + (i - 1) + ", ").repeat(9)).append("x]\n");
    }
    assertEquals(
        List.of(
            "f:6:38: error: YAML holds more than 500000 values, those behind aliases included."
                + " Split the file."),
        errors(yaml.toString()));
  }

  @Test
  void depth() {
    String tooDeep = ": error: YAML is nested more than 64 levels deep. Flatten it.";
    assertEquals(List.of("f:1:65" + tooDeep), errors("[".repeat(100_000)));
    assertEquals(List.of("f:1:129" + tooDeep), errors("- ".repeat(100_000)));
    assertEquals(List.of("f:1:257" + tooDeep), errors("{a: ".repeat(100_000)));
  }

  @Test
  void listsThatMultiply() {
    StringBuilder yaml = new StringBuilder("- list: l0\n  items: [a, b, c, d]\n");
    for (int i = 1; i < 40; i++) {
      String before = "l" + (i - 1);
      yaml.append("- list: l" + i + "\n  items: [" + before + ", " + before + "]\n");
    }
    assertEquals(
        List.of("f:38:16: error: lists hold more than 2000000 items. Nest lists less."),
        errors(yaml.toString()));
  }

  @Test
  void macrosInALongChain() {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      yaml.append("- macro: m" + i + "\n  condition: evt.type = open\n");
    }
    for (int i = 0; i < 19_999; i++) {
      yaml.append("- macro: m" + i + "\n  condition: m" + (i + 1) + "\n");
    }
    assertEquals(
        "f:40200:14: error: macros use one another more than 100 levels deep. Join some of them.",
        errors(yaml.toString()).getFirst());
  }

  @Test
  void manyFindingsAreCounted() {
    Diagnostics diagnostics =
        new RuleLoader().addText("f", "- list: l\n".repeat(5000)).load().diagnostics();
    assertEquals(5000, diagnostics.count(Severity.ERROR));
    assertEquals(
        "and 4000 more of severity error",
        diagnostics.render(Severity.NOTE).lines().toList().getLast());
  }

  @Test
  void largeFile() throws IOException {
    Path file = folder.resolve("large.yaml");
    byte[] line = "- list: l\n  items: [a]\n".getBytes(ISO_8859_1);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int size = 0; size < 50_000_000; size += line.length) {
        out.write(line);
      }
    }
    assertEquals(
        List.of(
            file + ":1:1: error: rule file is larger than 16 MiB. Split it into several files."),
        errors(new RuleLoader().add(file)));
  }

  @Test
  void manyValuesInOneLine() {
    String yaml = "- list: l\n  items: [" + "a,".repeat(600_000) + "b]\n";
    assertEquals(
        List.of(
            "f:2:999999: error: YAML holds more than 500000 values, those behind aliases included."
                + " Split the file."),
        errors(yaml));
  }

  @Test
  void manyDifferentItemsInOneLine() {
    StringBuilder yaml = new StringBuilder("- list: l\n  items: [😀");
    for (int i = 0; i < 200_000; i++) {
      yaml.append(", item").append(i);
    }
    assertEquals(List.of(), errors(yaml + "]\n"));
  }

  @Test
  void notUtf8() throws IOException {
    Path file = folder.resolve("latin.yaml");
    Files.write(file, "- list: l\n  items: [caf\u00e9]\n".getBytes(ISO_8859_1));
    assertEquals(
        List.of(file + ":2:14: error: rule file is not UTF-8: byte 0xe9. Save the file as UTF-8."),
        errors(new RuleLoader().add(file)));
    Files.write(file, "- list: l\n  items: [a]\n".getBytes(UTF_16));
    assertEquals(
        List.of(file + ":1:1: error: rule file is not UTF-8: byte 0xfe. Save the file as UTF-8."),
        errors(new RuleLoader().add(file)));
  }

  @Test
  void cutInTheMiddleOfACharacter() throws IOException {
    Path file = folder.resolve("cut.yaml");
    Files.write(file, new byte[] {'-', ' ', (byte) 0xf0, (byte) 0x9f});
    assertEquals(
        List.of(file + ":1:3: error: rule file is not UTF-8: byte 0xf0. Save the file as UTF-8."),
        errors(new RuleLoader().add(file)));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFile() {
    assertEquals(
        List.of("f:1:3: error: list 'l' has no 'items'. Add the missing key."),
        errors("\ufeff- list: l\n"));
  }

  @Test
  void severalDocuments() {
    assertEquals(
        List.of("f:4:3: error: list '😀' has no 'items'. Add the missing key."),
        errors("# 😀\n--- \n---\n- list: 😀\n"));
  }
}
