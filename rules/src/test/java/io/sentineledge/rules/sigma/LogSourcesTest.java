package io.sentineledge.rules.sigma;

import static io.sentineledge.rules.sigma.Sigma.condition;
import static io.sentineledge.rules.sigma.Sigma.load;
import static io.sentineledge.rules.sigma.Sigma.reason;
import static io.sentineledge.rules.sigma.Sigma.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which events and fields a log source means here. */
class LogSourcesTest {
  private static final String AUDITD = "product: linux\nservice: auditd";

  private static Set<EventType> types(String text) {
    return load(text).rules().rules().getFirst().condition().eventTypes();
  }

  private static String audit(String entries) {
    return condition(rule(AUDITD, "s:\n" + entries.strip().indent(2) + "condition: s"));
  }

  private static String whyNot(String logsource) {
    return reason(rule(logsource, "s:\n  x: y\ncondition: s"));
  }

  @Test
  void startsOfPrograms() {
    assertEquals(
        Set.of(EventType.EXECVE, EventType.EXECVEAT),
        types(rule("category: process_creation", "s:\n  User: a\ncondition: s")));
  }

  @Test
  void filesThatComeToBe() {
    assertEquals(
        Set.of(
            EventType.OPEN,
            EventType.OPENAT,
            EventType.OPENAT2,
            EventType.CREAT,
            EventType.RENAME,
            EventType.RENAMEAT,
            EventType.RENAMEAT2,
            EventType.LINK,
            EventType.LINKAT,
            EventType.SYMLINK,
            EventType.SYMLINKAT),
        types(rule("category: file_event", "s:\n  TargetFilename: /a\ncondition: s")));
    assertEquals(
        "tolower(fs.path.new) in (/a/b, c) or fs.path.new = /A/b",
        condition(rule("category: file_event", "s:\n  TargetFilename: [/A/b, c]\ncondition: s")));
  }

  @Test
  void connections() {
    String source = "category: network_connection\nproduct: linux";
    assertEquals(
        "tolower(fd.sip.name) = \"evil.example\"",
        condition(rule(source, "s:\n  DestinationHostname: Evil.example\ncondition: s")));
    assertEquals(
        Set.of(EventType.CONNECT, EventType.ACCEPT, EventType.ACCEPT4),
        types(rule(source, "s:\n  DestinationPort: 22\ncondition: s")));
    assertEquals(
        Set.of(EventType.CONNECT), types(rule(source, "s:\n  Initiated: 'true'\ncondition: s")));
    assertEquals(
        Set.of(EventType.ACCEPT, EventType.ACCEPT4),
        types(rule(source, "s:\n  Initiated: false\ncondition: s")));
    assertEquals(
        "fd.sip in (127.0.0.1, ::1) and fd.sport in (22, 80) and fd.cip = 10.0.0.1"
            + " and fd.cport = 5 and tolower(fd.l4proto) = tcp",
        condition(
            rule(
                source,
                """
                s:
                  DestinationIp: ['127.0.0.1', '::1']
                  DestinationPort: [22, '80']
                  SourceIp: 10.0.0.1
                  SourcePort: 5
                  Protocol: TCP
                condition: s
                """)));
  }

  @Test
  void recordsOfAuditd() {
    String exec = "evt.type in (execve, execveat) and evt.rawres = 0";
    assertEquals(
        "("
            + exec
            + ") and (("
            + exec
            + ") and tolower(proc.argv[0]) = chattr)"
            + " and (("
            + exec
            + ") and tolower(proc.argv[1]) contains -i)",
        audit("type: EXECVE\na0: chattr\na1|contains: '-i'"));
    assertEquals(
        "syscall.type exists and (evt.type = execve or evt.type = connect) and user.uid = 0"
            + " and tolower(proc.name) = sh and evt.failed = false",
        audit("type: SYSCALL\nsyscall: [execve, 42]\neuid: 0\ncomm: sh\nsuccess: yes"));
    assertEquals(
        Set.of(
            EventType.UNLINK,
            EventType.UNLINKAT,
            EventType.RMDIR,
            EventType.RENAME,
            EventType.RENAMEAT,
            EventType.RENAMEAT2),
        types(rule(AUDITD, "s:\n  type: PATH\n  name: /a\n  nametype: DELETE\ncondition: s")));
    assertEquals(
        Set.of(EventType.EXECVE, EventType.EXECVEAT),
        types(rule(AUDITD, "s:\n  type: SYSCALL\n  exe: /a\ncondition: s")));
  }

  @Test
  void callsByNumber() {
    assertEquals(
        Set.of(EventType.MKNOD),
        types(rule(AUDITD, "s:\n  type: SYSCALL\n  syscall: 133\ncondition: s")));
    assertEquals(
        Set.of(EventType.OPEN_TREE, EventType.MOVE_MOUNT),
        types(rule(AUDITD, "s:\n  SYSCALL: [428, 'move_mount']\ncondition: s")));
    for (EventType type : EventType.values()) {
      assertTrue(
          !CallNumbers.NAMES.containsValue(type.falcoName())
              || types(rule(AUDITD, "s:\n  syscall: " + type.falcoName() + "\ncondition: s"))
                  .contains(type),
          type.falcoName());
    }
  }

  @Test
  void identifiersOfSysmonsEvents() {
    String start = "category: process_creation";
    assertEquals(
        Set.of(EventType.EXECVE, EventType.EXECVEAT),
        types(rule(start, "s:\n  EventID: 1\n  User: a\ncondition: s")));
    assertEquals(
        Set.of(EventType.CONNECT, EventType.ACCEPT, EventType.ACCEPT4),
        types(rule("category: network_connection", "s:\n  EventID: 3\ncondition: s")));
    assertEquals(
        "value 3 does not exist here: Sysmon gives events of this log source 1",
        reason(rule(start, "s:\n  EventID: 3\ncondition: s")));
  }

  @Test
  void whatAuditdHasAloneIsUnsupported() {
    assertEquals(
        "field 'key': it is given by audit rules, which are not used",
        reason(rule(AUDITD, "s:\n  key: x\ncondition: s")));
    assertEquals(
        "value 'USER_LOGIN' does not exist here: records of this type say nothing that events say",
        reason(rule(AUDITD, "s:\n  type: 'USER_LOGIN'\ncondition: s")));
    assertEquals(
        "value 'mlock' does not exist here: the call is not observed, or it is no name of a call",
        reason(rule(AUDITD, "s:\n  syscall: 'mlock'\ncondition: s")));
    assertEquals(
        "field 'a1': raw arguments of system calls are not kept",
        reason(rule(AUDITD, "s:\n  type: SYSCALL\n  syscall: connect\n  a1: 2\ncondition: s")));
  }

  @Test
  void keywords() {
    assertEquals(
        "tolower(proc.argv) contains anyof (\"nc -e\", x)"
            + " or tolower(proc.exepath) contains anyof (\"nc -e\", x)"
            + " or tolower(proc.pargv) contains anyof (\"nc -e\", x)"
            + " or tolower(proc.pexepath) contains anyof (\"nc -e\", x)"
            + " or tolower(proc.cwd) contains anyof (\"nc -e\", x)"
            + " or tolower(user.name) contains anyof (\"nc -e\", x)",
        condition(rule("product: linux", "k:\n  - 'nc -e'\n  - X\ncondition: k")));
    assertEquals(
        Set.of(EventType.EXECVE, EventType.EXECVEAT),
        types(rule(AUDITD, "k:\n  '|all': [history, -c]\ncondition: k")));
    String both = condition(rule("product: linux", "k:\n  '|all': [a, 'b*c']\ncondition: k"));
    assertTrue(both.startsWith("(tolower(proc.argv) contains a or "), both);
    assertEquals(6, both.split("iglob \\*b\\*c\\*", -1).length - 1);
  }

  @Test
  void whatCannotExistHere() {
    assertEquals("product 'windows' is not Linux", whyNot("product: windows"));
    assertEquals(
        "product 'windows' is not Linux", whyNot("category: process_creation\nproduct: windows"));
    assertEquals("the log of service 'sshd' is not read", whyNot("product: linux\nservice: sshd"));
    assertEquals("category 'webserver' has no events here", whyNot("category: webserver"));
    assertEquals("service 'sysmon' needs a category", whyNot("product: linux\nservice: sysmon"));
  }

  @Test
  void fieldsThatDoNotExistHere() {
    String start = "category: process_creation";
    assertEquals(
        "field 'sha256': files are not hashed",
        reason(rule(start, "s:\n  sha256: a\ncondition: s")));
    assertEquals(
        "field 'OriginalFileName': it is a property of Windows",
        reason(rule(start, "s:\n  OriginalFileName: a\ncondition: s")));
    assertEquals(
        "field 'ComandLine' is not known. Did you mean CommandLine?",
        reason(rule(start, "s:\n  ComandLine: a\ncondition: s")));
    assertEquals(
        "modifier 'hour' needs a field that is a time",
        reason(rule(start, "s:\n  UtcTime|hour: 3\ncondition: s")));
  }
}
