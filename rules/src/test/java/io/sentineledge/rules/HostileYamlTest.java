package io.sentineledge.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are made to hurt are refused with one clear error, soon and in little memory. */
class HostileYamlTest {
  @TempDir private Path folder;

  private static List<String> errors(RuleLoader loader) {
    return loader.load().diagnostics().all().stream()
        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
        .map(Diagnostic::toString)
        .toList();
  }

  private static List<String> errors(String yaml) {
    return Soon.ends(() -> errors(new RuleLoader().addText("f", yaml)));
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
    Files.writeString(file, "- list: l\n  items: [a]\n".repeat(2_200_000));
    assertEquals(
        List.of(
            file + ":1:1: error: rule file is larger than 16 MiB. Split it into several files."),
        Soon.ends(() -> errors(new RuleLoader().add(file))));
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

  /**
   * Expressions that make other engines run for ever are linear here; only their size is bounded.
   */
  @Test
  void regularExpressions() {
    for (String linear : List.of("(a+)+$", "(a|aa)+$", "(.*a){20}$", "(x+x+)+y")) {
      assertEquals(List.of(), errors(regex(linear)));
    }
    for (String large : List.of("((a{100}){100}){100}", "(((x{30}){30}){30}){30}")) {
      assertEquals(1, errors(regex(large)).size(), large);
    }
  }

  private static String regex(String expression) {
    return "- rule: r\n  desc: d\n  condition: evt.type = execve and proc.cmdline regex '"
        + expression
        + "'\n  output: o\n  priority: INFO\n";
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

  /** Long runs of one thing: each once made some YAML reader slow. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "---\n",
        "--- a\n",
        "# x\n",
        "#x",
        " ",
        "\n",
        "\t",
        "- a\n",
        "a",
        ": a",
        "a:",
        "? ",
        "&a ",
        "*a ",
        "!a ",
        "\"\\x41",
        "'",
        "''",
        "|\n a\n",
        ">\n a\n",
        "{",
        "{a: b, ",
        "a: b, ",
        "[",
        "],",
        "%TAG ! x\n",
        "%a",
        "\r",
        "- rule: r\n  append: true\n  condition: and a\n",
        "- list: l\n  items: [l]\n",
        "- macro: m\n"
      })
  void longRuns(String part) {
    String run = part.repeat(200_000 / part.length());
    errors(run);
    errors("- rule: r\n  condition: " + run);
    errors("- list: r\n  items: [" + run);
    errors("- list: r\n  items: \"" + run);
    errors("- macro: r\n  condition: >\n    " + run);
  }

  @Test
  void manyListsAndMacros() {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      yaml.append("- list: l" + i + "\n  items: [a]\n");
      yaml.append("- macro: m" + i + "\n  condition: proc.name in (l" + i + ")\n");
    }
    assertEquals(List.of(), errors(new RuleLoader().addText("f", yaml.toString())));
  }

  /** Whatever a file holds, there are findings or rules, and never an exception. */
  @Test
  void damagedFiles() {
    String whole =
        """
        - required_engine_version: 0.57.0
        - list: shells
          items: [sh, 'ba sh', "d\\x61sh"]
        - macro: spawned
          condition: (evt.type in (execve, execveat) and proc.name in (shells))
        - rule: Shell
          desc: &text >
            A shell
             was started
          condition: |
            spawned and
            not proc.pname = "x y"
          output: "%proc.name was\\tstarted \\
            by %proc.pname"
          priority: WARNING
          tags: [host, process]
          exceptions:
            - name: e
              fields: [proc.exepath, proc.args]
              comps: [=, in]
              values: [[/bin/sh, [a, b]]]
        - rule: Shell
          desc: *text
          condition: or evt.type = open
          override: {desc: replace, condition: append}
        """;
    String pieces = "-:,[]{}()&*!|>'\"%@`#?\\ \n\t=<0a\u00e9";
    Random random = new Random(5);
    for (int round = 0; round < 1000; round++) {
      StringBuilder damaged = new StringBuilder(whole);
      for (int i = random.nextInt(6); i >= 0; i--) {
        int at = random.nextInt(damaged.length() + 1);
        switch (random.nextInt(3)) {
          case 0 -> damaged.delete(at, at + 1);
          case 1 -> damaged.insert(at, pieces.charAt(random.nextInt(pieces.length())));
          default -> damaged.setLength(at);
        }
      }
      new RuleLoader().addText("f", damaged.toString()).load().diagnostics().render(Severity.NOTE);
    }
  }
}
