package io.sentineledge.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.filter.ConditionPrinter;
import io.sentineledge.rules.RuleReport.FileReport;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where rules come from, and what is told about it. */
class RuleLoaderTest {
  @TempDir private Path folder;

  private static String rule(String name, String condition) {
    return "- rule: "
        + name
        + "\n  desc: d\n  condition: "
        + condition
        + "\n  output: o\n  priority: INFO\n";
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static List<String> names(RuleLoader.Result result) {
    return result.rules().rules().stream().map(Rule::name).toList();
  }

  private static String errors(RuleLoader.Result result) {
    return result.diagnostics().render(Severity.ERROR);
  }

  @Test
  void filesInTheOrderGivenAndFoldersSortedByName() throws IOException {
    Path last = write("z.yaml", rule("given first", "evt.type = open"));
    write("d/b.yml", rule("b", "evt.type = open"));
    write("d/a.yaml", rule("a", "evt.type = open"));
    write("d/c.yaml.disabled", "no YAML: [");
    write("d/.hidden.yaml", "no YAML: [");
    write("d/bb/x.yaml", rule("below", "evt.type = open"));
    write("d/bb/deep/x.yaml", rule("deep", "evt.type = open"));
    write("d/.hidden/x.yaml", "no YAML: [");
    write("d/c.yaml/x.yaml", rule("last", "evt.type = open"));
    Files.createSymbolicLink(folder.resolve("d/bb/loop"), folder.resolve("d"));
    Files.createSymbolicLink(folder.resolve("d/device.yaml"), Path.of("/dev/zero"));
    RuleLoader.Result result = new RuleLoader().add(last).add(folder.resolve("d")).load();
    assertEquals("", errors(result));
    assertEquals(List.of("given first", "a", "b", "deep", "below", "last"), names(result));
    Files.delete(folder.resolve("d/device.yaml"));
  }

  @Test
  void aFileThatIsGivenTwiceIsReadOnce() throws IOException {
    Path file = write("d/a.yaml", rule("a", "evt.type = open"));
    Files.writeString(
        file,
        "- rule: a\n  condition: and proc.name = x\n  override: {condition: append}\n",
        StandardOpenOption.APPEND);
    Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), file);
    RuleLoader.Result result = new RuleLoader().add(file).add(folder.resolve("d")).add(link).load();
    assertEquals("", errors(result));
    assertEquals(
        "evt.type = open and proc.name = x",
        ConditionPrinter.print(result.rules().rules().getFirst().expression()));
  }

  @Test
  void usersFilesSeeEachOther() throws IOException {
    Path lists = write("lists.yaml", "- list: l\n  items: [a]\n");
    Path rules = write("rules.yaml", rule("r", "proc.name in (l)"));
    Path more = write("more.yaml", "- list: l\n  items: [b]\n  override: {items: append}\n");
    RuleLoader.Result result = new RuleLoader().add(rules).add(lists).add(more).load();
    assertEquals(
        "proc.name in (a, b)",
        ConditionPrinter.print(result.rules().rules().getFirst().expression()));
  }

  @Test
  void namespacesDoNotTouchEachOther() {
    String shipped =
        "- list: l\n  items: [shipped]\n"
            + "- macro: m\n  condition: proc.name in (l)\n"
            + rule("r", "evt.type = open and m");
    String user =
        "- list: l\n  items: [user]\n"
            + "- macro: m\n  condition: fd.name in (l)\n"
            + rule("r", "evt.type = execve and m");
    RuleLoader.Result result =
        new RuleLoader()
            .addText(Namespace.USER, "user", user)
            .addText(Namespace.SHIPPED, "shipped", shipped)
            .load();
    assertEquals("", errors(result));
    List<Rule> rules = result.rules().rules();
    assertEquals(2, rules.size());
    assertEquals(Namespace.SHIPPED, rules.get(0).namespace());
    assertEquals(
        "evt.type = open and proc.name in (shipped)",
        ConditionPrinter.print(rules.get(0).expression()));
    assertEquals(Namespace.USER, rules.get(1).namespace());
    assertEquals(
        "evt.type = execve and fd.name in (user)",
        ConditionPrinter.print(rules.get(1).expression()));
  }

  @Test
  void aUserCannotAppendToAShippedRule() {
    RuleLoader.Result result =
        new RuleLoader()
            .addText(Namespace.SHIPPED, "shipped", rule("r", "evt.type = open"))
            .addText(
                "user",
                "- rule: r\n  condition: and proc.name = x\n  override: {condition: append}\n")
            .load();
    assertEquals(
        """
        user:1:9: error: nothing to override: no rule 'r' is defined before
            1 | - rule: r
              |         ^
              = Load the file that defines it before this one.
        """,
        errors(result));
    assertEquals(List.of("r"), names(result));
  }

  @Test
  void whatCannotBeReadIsAnErrorAndNoNameIsMissedForIt() throws IOException {
    Path user = write("user.yaml", rule("r", "evt.type = open and macro_of_the_other_file"));
    RuleLoader.Result result = new RuleLoader().add(Path.of("missing.yaml")).add(user).load();
    assertEquals(
        """
        missing.yaml:1:1: error: cannot read 'missing.yaml': no such file
              = Check the path.
        """,
        errors(result));
  }

  @Test
  void deniedAndOtherFailures() {
    Diagnostics diagnostics = new Diagnostics();
    SourceReader reader = new SourceReader(diagnostics);
    reader.unreadable(Path.of("secret.yaml"), new AccessDeniedException("secret.yaml"));
    reader.unreadable(Path.of("broken.yaml"), new IOException("Input/output error"));
    assertEquals(
        """
        secret.yaml:1:1: error: cannot read 'secret.yaml': permission denied
              = Make it readable for the agent's user.
        broken.yaml:1:1: error: cannot read 'broken.yaml': Input/output error
              = Check the path.
        """,
        diagnostics.render(Severity.ERROR));
  }

  @Test
  void anEmptyFolderIsAWarning() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertEquals(
        empty
            + ":1:1: warning: folder '"
            + empty
            + "' holds no rule files\n      = Rule files end in .yaml or .yml.\n",
        new RuleLoader().add(empty).load().diagnostics().render(Severity.NOTE));
  }

  @Test
  void aFolderThatNeedNotBeThereMayBeEmptyToo() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    RuleLoader loader = new RuleLoader().addIfThere(empty).addIfThere(empty.resolve("none"));
    assertEquals("", loader.load().diagnostics().render(Severity.NOTE));
    Files.writeString(empty.resolve("wrong.yaml"), "- rule: [");
    assertTrue(new RuleLoader().addIfThere(empty).load().diagnostics().hasErrors());
  }

  @Test
  void anEmptyFileIsFine() {
    for (String text : List.of("", "# nothing\n", "---\n", "[]", "-\n")) {
      assertEquals(
          "", new RuleLoader().addText("f", text).load().diagnostics().render(Severity.NOTE));
    }
  }

  @Test
  void reportCountsByFile() {
    RuleReport report =
        new RuleLoader()
            .addText(
                "one",
                "- required_engine_version: 26\n- required_engine_version: 0.31.0\n"
                    + "- list: l\n  items: []\n- macro: m\n  condition: evt.type = open\n"
                    + rule("good", "m")
                    + rule("off", "m")
                    + "  enabled: false\n"
                    + rule("pods", "ka.verb = create")
                    + "  source: k8s_audit\n"
                    + rule("wrong", "undefined_macro"))
            .addText(
                "two",
                "- list: l\n  items: [a]\n- list: l2\n  items: [a]\n"
                    + rule("good", "evt.type = openat")
                    + rule("new", "evt.type = openat")
                    + rule("contained", "evt.type = openat and container.id != host"))
            .load()
            .report();
    FileReport one = report.files().get(0);
    assertEquals(
        new FileReport("one", Namespace.USER, 4, 1, 1, 1, 1, 0, 1, "0.31.0", new LinkedHashMap<>()),
        one);
    FileReport two = report.files().get(1);
    assertEquals(
        new FileReport(
            "two",
            Namespace.USER,
            2,
            0,
            1,
            0,
            0,
            1,
            0,
            null,
            new LinkedHashMap<>(Map.of("container.id has no value here", 1))),
        two);
  }

  @Test
  void rulesOfOtherSourcesAreSkippedUnread() {
    RuleLoader.Result result =
        new RuleLoader()
            .addText("f", rule("pods", "ka.verb in (nothing of ours") + "  source: k8s_audit\n")
            .load();
    assertEquals(
        """
        f:1:9: warning: rule 'pods' is skipped: there is no event source 'k8s_audit' here
            1 | - rule: pods
              |         ^^^^
        """,
        result.diagnostics().render(Severity.NOTE));
    assertEquals(List.of(), names(result));
  }
}
