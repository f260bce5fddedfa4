package io.sentineledge.rules.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.OutputFormat;
import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.Severity;
import io.sentineledge.rules.SourceFile;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneTest {
  private static @Nullable EventDescription read(String text, Diagnostics diagnostics) {
    SourceFile file = new SourceFile("event.yaml", text);
    List<YamlNode> documents = YamlReader.read(file, diagnostics);
    assertNotNull(documents);
    return EventDescription.read(documents.getFirst(), diagnostics);
  }

  private static EventDescription read(String text) {
    Diagnostics diagnostics = new Diagnostics();
    EventDescription event = read(text, diagnostics);
    assertNotNull(event, () -> diagnostics.render(Severity.NOTE));
    return event;
  }

  /** What a format prints for the last event. */
  private static String print(String format, String... events) {
    Scene scene = new Scene();
    List<String> printed = new ArrayList<>();
    for (String event : events) {
      scene.play(
          read(event),
          context -> {
            try {
              printed.add(OutputFormat.compile(format, format).format(context));
            } catch (ConditionException e) {
              throw new AssertionError(e);
            }
          });
    }
    assertEquals(events.length, printed.size());
    return printed.getLast();
  }

  /** One line a field: what is set is what is printed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        evt.type: openat
        evt.rawres: 3
        evt.res: SUCCESS
        evt.arg.flags: O_TRUNC|O_CREAT|O_WRONLY|O_CLOEXEC
        evt.arg.mode: S_IWUSR|S_IRUSR
        evt.cpu: 3
        evt.hostname: web1
        evt.via: int80
        evt.is_open_write: true
        evt.is_open_read: false
        fd.num: 3
        fd.name: /srv/root/etc/x
        fd.nameraw: ../etc/x
        file.path.process: /etc/x
        file.path.host: /srv/root/etc/x
        file.type: regular
        fd.ino: 77
        fd.dev.major: 8
        fd.dev.minor: 1
        proc.pid: 55
        proc.ppid: 44
        proc.vpid: 5
        proc.sid: 40
        proc.pgid: 41
        proc.tty: 34816
        proc.name: cat
        proc.exe: ./cat
        proc.exepath: /usr/bin/cat
        proc.cmdline: cat a  b
        proc.args: a  b
        proc.cwd: /srv
        proc.duration: 5000000000
        proc.pname: bash
        proc.pexepath: /usr/bin/bash
        proc.pcmdline: bash -i
        proc.aname[2]: sshd
        proc.aexepath[2]: /usr/sbin/sshd
        proc.acmdline[2]: sshd -D
        proc.ascript[3]: /opt/run.sh
        proc.apid[3]: 7
        proc.stdin.type: ipv4
        proc.stdout.type: pipe
        proc.is_exe_writable: true
        proc.is_exe_upper_layer: true
        proc.is_exe_from_memfd: false
        proc.env[HOME]: /root
        thread.tid: 56
        thread.name: worker
        thread.cap_effective: CAP_CHOWN CAP_KILL
        user.uid: 33
        user.name: www-data
        user.loginuid: 1000
        user.loginname: alice
        user.homedir: /var/www
        group.gid: 34
        group.name: www
        """,
        """
        evt.type: connect
        evt.rawres: -115
        evt.res: EINPROGRESS
        fd.num: 5
        fd.name: 2001:db8::2:40000->2001:db8::1:443
        """,
        """
        evt.type: connect
        fd.name: 10.0.0.1:40000->10.0.0.2:443
        fd.cip: 10.0.0.1
        fd.cport: 40000
        fd.sip: 10.0.0.2
        fd.sport: 443
        fd.lip: 10.0.0.1
        fd.rport: 443
        fd.l4proto: tcp
        fd.typechar: 4
        fd.sockfamily: ip
        """,
        """
        evt.type: connect
        fd.sip.name: updates.example
        """,
        """
        evt.type: sendto
        fd.sport: 53
        dns.question.name: data.evil.example
        dns.question.type: TXT
        """,
        """
        evt.type: write
        dns.question.name: data.evil.example
        dns.question.type: TYPE65280
        """,
        """
        evt.type: connect
        fd.name: 2001:db8::2:40000->2001:db8::1:443
        fd.sip.name: updates.example
        fd.cip.name: workstation.example
        fd.lip.name: workstation.example
        """,
        """
        evt.type: accept4
        evt.rawres: 7
        fd.name: 10.0.0.9:40000->10.0.0.2:22
        fd.cip: 10.0.0.9
        fd.lport: 22
        """,
        """
        evt.type: bind
        evt.rawres: 0
        fd.name: 0.0.0.0:53
        fd.l4proto: udp
        fd.sport: 53
        """,
        """
        evt.type: connect
        fd.name: /run/docker.sock
        fd.type: unix
        """,
        """
        evt.type: execve
        proc.exepath: /usr/bin/python3.13
        proc.name: python3
        proc.script: /usr/bin/apt-listchanges
        proc.asked: /usr/bin/apt-listchanges
        proc.stdio.remote: 198.51.100.7:443
        proc.is_exe_unlinked: true
        """,
        """
        evt.type: execve
        evt.res: ENOENT
        evt.arg.filename: ./missing
        proc.name: bash
        """,
        """
        evt.type: renameat2
        evt.rawres: 0
        evt.arg.oldpath: /a/b
        evt.arg.newpath: /c/d
        evt.arg.flags: RENAME_EXCHANGE
        fs.path.source: /a/b
        fs.path.target: /c/d
        """,
        """
        evt.type: linkat
        evt.rawres: 0
        fs.path.target: /a/b
        fs.path.source: /c/d
        evt.arg.oldpath: /a/b
        evt.arg.newpath: /c/d
        """,
        """
        evt.type: symlinkat
        evt.rawres: 0
        evt.arg.target: ../x
        evt.arg.linkpath: /c/d
        """,
        """
        evt.type: fchmod
        evt.rawres: 0
        fd.num: 4
        fd.name: /a/b
        evt.arg.mode: S_ISUID
        """,
        """
        evt.type: ptrace
        evt.rawres: 0
        evt.arg.request: PTRACE_ATTACH
        target.pid: 9
        target.name: sshd
        target.exepath: /usr/sbin/sshd
        target.is_own: false
        """,
        """
        evt.type: procexit
        evt.arg.ret: 3
        evt.arg.sig: 9
        """,
        """
        evt.type: chdir
        evt.rawres: 0
        evt.arg.path: /srv
        """,
        """
        evt.type: comm
        evt.arg.name: kworker
        evt.arg.oldname: bash
        """,
        """
        evt.type: clone
        evt.arg.flags: CLONE_NEWUSER
        evt.arg.child_pid: 12
        """
      })
  void whatIsSetIsWhatIsRead(String event) {
    for (String line : event.lines().toList()) {
      String[] parts = line.split(": ", 2);
      assertEquals(line, parts[0] + ": " + print("%" + parts[0], event));
    }
  }

  @Test
  void whatIsNotSaidIsAbsent() {
    String event = "evt.type: openat";
    String format =
        "%proc.exepath %proc.pname %proc.cwd %fd.name %fd.ino %proc.stdin.type %user.loginname";
    assertEquals("<NA> <NA> <NA> <NA> <NA> <NA> <NA>", print(format, event));
    assertEquals(
        "unnamed 1000 root 0 -1",
        print("%proc.name %proc.pid %user.name %user.uid %user.loginuid", event));
  }

  @Test
  void nameAndArgumentsFollowFromWhatIsSaid() {
    assertEquals(
        "python3.13-conf|python3.13-conf -V|-V",
        print(
            "%proc.name|%proc.cmdline|%proc.args",
            """
            evt.type: execve
            proc.exepath: /usr/bin/python3.13-config
            proc.args: [-V]
            """));
    assertEquals(
        "tar|a b c|3",
        print(
            "%proc.name|%proc.args|%proc.cmdnargs", "{evt.type: execve, proc.cmdline: tar a b c}"));
    assertEquals(
        "a b c|2", print("%proc.args|%proc.cmdnargs", "{evt.type: execve, proc.args: [a, b c]}"));
  }

  @Test
  void aProcessGoesOnWhereAnEventLeftIt() {
    String exec = "{evt.type: execve, proc.exepath: /usr/bin/bash, proc.cwd: /srv, user.uid: 5}";
    String open = "{evt.type: openat, evt.rawres: 3, fd.nameraw: x, fd.name: /srv/x}";
    assertEquals(
        "/usr/bin/bash /srv 5 2", print("%proc.exepath %proc.cwd %user.uid %evt.num", exec, open));
    String other = "{evt.type: execve, proc.exepath: /usr/bin/tar}";
    assertEquals("tar tar 5", print("%proc.name %proc.cmdline %user.uid", exec, other));
  }

  @Test
  void aForkedProcessHasItsParent() {
    String fork =
        "{evt.type: clone, proc.exepath: /usr/bin/bash, proc.pid: 10, evt.arg.child_pid: 11}";
    String exec = "{evt.type: execve, proc.pid: 11, proc.exepath: /usr/bin/ls}";
    assertEquals("ls bash 10", print("%proc.name %proc.pname %proc.ppid", fork, exec));
    String open = "{evt.type: openat, proc.pid: 11}";
    assertEquals("bash bash", print("%proc.name %proc.pname", fork, open));
  }

  @Test
  void ancestorsAreAChain() {
    assertEquals(
        "(bash,sshd,systemd) sshd -D systemd",
        print(
            "%proc.aname %proc.acmdline[2] %proc.aname[3]",
            """
            evt.type: execve
            proc.exepath: /usr/bin/cat
            ancestors:
              - proc.exepath: /usr/bin/bash
              - proc.exepath: /usr/sbin/sshd
                proc.args: -D
              - proc.exepath: /usr/lib/systemd/systemd
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1:12|there are no events of type 'opneat' here|Did you mean openat?|{evt.type: opneat}",
        "1:2|the event has no type|Write 'evt.type: openat', or another type of docs/events.md.|"
            + "{proc.name: x}",
        "1:20|unknown field 'proc.nmae'|Did you mean proc.name?|{evt.type: openat, proc.nmae: x}",
        "1:20|field 'fd.filename' cannot be set|It follows from fd.name.|"
            + "{evt.type: openat, fd.filename: x}",
        "1:20|field 'container.id' cannot be set|No event has a value for it yet.|"
            + "{evt.type: openat, container.id: x}",
        "1:32|evt.rawres: 'x' is no whole number|Write it as 3, -2, 0x1f or 0644.|"
            + "{evt.type: openat, evt.rawres: x}",
        "1:35|evt.arg[flags]: 'O_CRAET' is no known flag|Did you mean O_CREAT?|"
            + "{evt.type: openat, evt.arg.flags: O_CRAET}",
        "1:37|evt.arg[newpath]: argument 'newpath' of openat does not exist|"
            + "Those that can be set are res, name, flags, mode, dirfd, dev, ino.|"
            + "{evt.type: openat, evt.arg.newpath: /x}",
        "1:28|fd.sip: events of type openat have no socket, so no fd.sip|"
            + "It can be set in connect, accept, accept4, bind and listen.|"
            + "{evt.type: openat, fd.sip: 10.0.0.1}",
        "1:29|fd.sip: '10.0.0' is no address|Write it as 10.0.0.1 or fe80::1.|"
            + "{evt.type: connect, fd.sip: 10.0.0}",
        "1:1|the command line 'cat x' does not begin with the name 'dog'|"
            + "proc.cmdline is proc.name and proc.args, joined by a blank.|"
            + "{evt.type: execve, proc.name: dog, proc.cmdline: cat x}"
      })
  void whatIsWrongIsSaidWhereItStands(String expected) {
    String[] parts = expected.split("\\|", 4);
    Diagnostics diagnostics = new Diagnostics();
    assertNull(read(parts[3], diagnostics));
    assertEquals(
        "event.yaml:" + parts[0] + ": error: " + parts[1] + ". " + parts[2],
        diagnostics.all().getFirst().toString());
    assertEquals(1, diagnostics.all().size());
  }

  @Test
  void aLineIsTakenAsFarAsItGoes() {
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file =
        new SourceFile(
            "line",
            "{\"evt.time\": 1767225600000000001, \"proc.name\": \"cat\", \"fd.filename\": \"x\","
                + " \"proc.exepath\": null, \"fd.name\": \"/etc/x\"}");
    List<YamlNode> documents = YamlReader.read(file, diagnostics);
    assertNotNull(documents);
    EventDescription event =
        EventDescription.lenient((YamlNode.Mapping) documents.getFirst(), EventType.OPENAT);
    assertNotNull(event);
    assertFalse(diagnostics.hasErrors());
    assertEquals(Set.of("evt.time", "proc.name", "fd.name"), event.fields());
  }
}
