package io.sentineledge.detect;

import static io.sentineledge.detect.SigmaScene.O_CREAT;
import static io.sentineledge.detect.SigmaScene.O_WRONLY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sentineledge.rules.Namespace;
import io.sentineledge.rules.Priority;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Sigma rules mean for events. */
class SigmaRulesEngineTest {
  private static SigmaScene scene(String... rules) {
    RuleLoader loader = new RuleLoader();
    for (int i = 0; i < rules.length; i++) {
      loader.addText("rule" + i + ".yml", rules[i]);
    }
    RuleLoader.Result loaded = loader.load();
    assertEquals("", loaded.diagnostics().render(Severity.WARNING));
    return new SigmaScene(loaded.rules()).parent("/usr/bin/bash", "bash");
  }

  private static String rule(String title, String source, String detection) {
    return "title: " + title + "\nlogsource: {" + source + "}\ndetection:\n" + detection.indent(2);
  }

  private static String starts(String selection) {
    return rule("hit", "category: process_creation", "s:\n" + selection.indent(2) + "condition: s");
  }

  private static boolean hits(List<String> fired) {
    return !fired.isEmpty();
  }

  private static void check(boolean expected, List<String> fired) {
    assertEquals(expected, hits(fired));
  }

  @Test
  void capitalsDoNotMatterUnlessCased() {
    check(true, scene(starts("CommandLine: 'A B'")).exec("/bin/a", "a", "b"));
    check(false, scene(starts("CommandLine|cased: 'A B'")).exec("/bin/a", "a", "b"));
    check(true, scene(starts("CommandLine|cased: 'A b'")).exec("/bin/a", "A", "b"));
    check(false, scene(starts("CommandLine|re: 'A'")).exec("/bin/a", "a", "b"));
    check(true, scene(starts("CommandLine|re|i: 'A.$'")).exec("/bin/a", "x", "aB"));
  }

  @Test
  void wildcardsAndEscapes() {
    SigmaScene glob = scene(starts("CommandLine: 'a?c*[x]'"));
    check(true, glob.exec("/bin/a", "aBc", "d", "[X]"));
    check(false, glob.exec("/bin/a", "ac", "d", "[X]"));
    check(false, glob.exec("/bin/a", "aBc", "d", "x"));
    SigmaScene star = scene(starts("CommandLine|contains: '\\*'"));
    check(true, star.exec("/bin/a", "a", "*"));
    check(false, star.exec("/bin/a", "a", "b"));
    SigmaScene backslash = scene(starts("CommandLine|endswith: '\\\\x'"));
    check(true, backslash.exec("/bin/a", "a\\x"));
    check(false, backslash.exec("/bin/a", "a\\\\y"));
  }

  @Test
  void aProgramIsKnownByTheNameThatWasAskedForButNotExcludedByIt() {
    SigmaScene including = scene(starts("Image|endswith: /nc"));
    check(true, including.execAs("/usr/bin/nc.openbsd", "/usr/bin/nc"));
    check(false, including.execAs("/usr/bin/nc.openbsd", "/usr/bin/nc.openbsd"));
    SigmaScene excluding =
        scene(
            rule(
                "hit",
                "category: process_creation",
                "s:\n  CommandLine: x\nf:\n  Image|endswith: /good\ncondition: s and not f"));
    check(true, excluding.execAs("/tmp/evil", "/tmp/good", "x"));
    check(false, excluding.execAs("/usr/bin/good", "/usr/bin/good", "x"));
  }

  @Test
  void fieldsWithoutAValue() {
    String unknown = "ParentCommandLine|exists: false";
    check(false, scene(starts(unknown)).exec("/bin/a"));
    check(true, scene(starts("ParentCommandLine: bash")).exec("/bin/a"));
    check(true, scene(starts("ParentImage|exists: true")).exec("/bin/a"));
    check(true, scene(starts("CommandLine|neq: b")).exec("/bin/a", "a"));
    check(false, scene(starts("CommandLine|neq: [b, A]")).exec("/bin/a", "a"));
  }

  @Test
  void argumentsOfARecordOfAuditd() {
    SigmaScene audit =
        scene(
            rule(
                "hit",
                "product: linux, service: auditd",
                "s:\n  type: EXECVE\n  a0|endswith: chattr\n  a1: '-i'\ncondition: s"));
    check(true, audit.exec("/usr/bin/chattr", "chattr", "-i", "/etc/passwd"));
    check(false, audit.exec("/usr/bin/chattr", "chattr", "+i", "-i"));
    check(false, audit.exec("/usr/bin/chattr", "chattr"));
  }

  @Test
  void filesOfARecordOfAuditd() {
    SigmaScene audit =
        scene(
            rule(
                "hit",
                "product: linux, service: auditd",
                "s:\n  type: PATH\n  name|startswith: /etc/systemd/\ncondition: s"));
    check(true, audit.open("/etc/systemd/x", O_WRONLY));
    check(false, audit.open("/etc/systemd/x", 0));
    check(true, audit.unlink("/etc/systemd/x"));
    check(true, audit.rename("/tmp/x", "/etc/systemd/x"));
    check(false, audit.rename("/tmp/x", "/tmp/y"));
  }

  @Test
  void bothEndsOfAConnection() {
    String source = "category: network_connection";
    SigmaScene out =
        scene(
            rule(
                "hit",
                source,
                """
                s:
                  Initiated: 'true'
                  DestinationIp|startswith: '198.51.'
                  DestinationPort|gte: 80
                  SourceIp: 10.0.0.1
                condition: s
                """));
    check(true, out.connect("198.51.100.1", 80, 0));
    check(true, out.connect("198.51.100.1", 80, -115));
    check(false, out.connect("198.51.100.1", 80, -111));
    check(false, out.connect("198.51.100.1", 79, 0));
    SigmaScene in =
        scene(
            rule(
                "hit",
                source,
                """
                s:
                  Initiated: 'false'
                  DestinationPort: 22
                  SourceIp|cidr: 198.51.100.0/24
                condition: s
                """));
    check(true, in.accept("198.51.100.1"));
    check(false, in.accept("198.51.101.1"));
    check(false, in.connect("198.51.100.1", 22, 0));
  }

  @Test
  void everySigmaRuleThatMatchesRaisesAnAlertBesideTheFirstFalcoRule() {
    String falco =
        """
        - rule: first
          desc: d
          condition: evt.type = execve
          output: o
          priority: INFO
        - rule: second
          desc: d
          condition: evt.type = execve
          output: o
          priority: INFO
        """;
    SigmaScene scene =
        scene(
            falco,
            rule("one", "category: process_creation", "s:\n  User: alice\ncondition: s"),
            rule("two", "category: process_creation", "s:\n  User: bob\ncondition: s"),
            rule("three", "category: process_creation", "s:\n  CommandLine: x\ncondition: s"));
    assertEquals(List.of("first", "one", "three"), scene.exec("/bin/x", "x"));
  }

  @Test
  void whatAnAlertSays() {
    SigmaScene scene =
        scene(
            """
            title: 100% new file
            id: 0b6a4bb9-7c3c-4c8f-9d39-2c1c5f0d6a11
            status: test
            author: somebody
            level: high
            tags: [attack.t1053.003, attack.privilege-escalation, cve.2021-1]
            references: [https://example.org]
            falsepositives: Unknown
            fields: [TargetFilename, Image, Nonsense]
            logsource: {category: file_event, product: linux}
            detection: {s: {TargetFilename: /etc/x}, condition: s}
            """);
    assertEquals(List.of("100% new file"), scene.open("/etc/x", O_WRONLY | O_CREAT));
    Alert alert = scene.alerts().getFirst();
    assertEquals("100% new file (TargetFilename=/etc/x Image=<NA>)", alert.output());
    assertEquals(Priority.ERROR, alert.priority());
    assertEquals(Namespace.SIGMA, alert.namespace());
    assertEquals(
        List.of(
            "T1053.003",
            "attack.privilege-escalation",
            "attack.t1053.003",
            "cve.2021-1",
            "mitre_privilege_escalation"),
        alert.tags());
    assertEquals("somebody", alert.origin() == null ? null : alert.origin().author());
    assertEquals(
        List.of("Unknown"), alert.origin() == null ? null : alert.origin().falsePositives());
  }
}
