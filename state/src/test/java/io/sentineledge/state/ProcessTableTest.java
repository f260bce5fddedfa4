package io.sentineledge.state;

import static io.sentineledge.state.Records.INIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.state.Records.Subject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessTableTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Subject SHELL = INIT.child(100, 5 * SECOND);
  private static final Subject CAT = SHELL.child(200, 6 * SECOND).exec("cat");

  private final ProcessTable table = new ProcessTable();

  private @Nullable ProcessImage apply(RecordWriter writer) {
    return table.apply(Records.view(writer));
  }

  private ProcessImage found(Subject subject) {
    ProcessImage image = table.find(subject.pid(), subject.start(), subject.generation());
    assertNotNull(image);
    return image;
  }

  private static void assertNoRebuild(ProcessTable table) {
    assertEquals(0, table.counters().rebuilt());
  }

  @BeforeEach
  void start() {
    apply(Records.exec(EventType.TASK, 4 * SECOND, INIT, "/sbin/init", "init", "splash"));
  }

  private void shellRunsCat() {
    apply(Records.fork(5 * SECOND, INIT, SHELL));
    Subject child = SHELL.child(200, 6 * SECOND);
    apply(Records.fork(6 * SECOND, SHELL, child));
    apply(
        Records.exec(
            EventType.EXECVE, 6 * SECOND + 1, CAT, "/usr/bin/cat", "cat", "-n", "a b", ""));
  }

  @Test
  void forkSharesAndExecReplaces() {
    shellRunsCat();
    ProcessImage shell = found(SHELL);
    ProcessImage cat = found(CAT);
    assertEquals("init", shell.name.toString());
    assertEquals("init splash", shell.commandLine().toString());
    assertSame(found(INIT).argv(), shell.argv());
    assertEquals("cat", cat.name.toString());
    assertEquals("/usr/bin/cat", cat.exePath.toString());
    assertEquals("cat", cat.exe.toString());
    assertEquals("-n a b ", cat.args().toString());
    assertEquals("cat -n a b ", cat.commandLine().toString());
    assertEquals("cat\0-n\0a b\0\0", cat.argv().toString());
    assertSame(shell, table.parent(cat));
    assertSame(shell, cat.creator());
    assertSame(found(INIT), table.parent(shell));
    assertNull(table.parent(found(INIT)));
    assertNoRebuild(table);
  }

  @Test
  void theImageBeforeAnExecStaysForTheGracePeriod() {
    shellRunsCat();
    Subject before = SHELL.child(200, 6 * SECOND);
    ProcessImage earlier = found(before);
    assertEquals("init", earlier.name.toString());
    assertSame(earlier, apply(Records.open(6 * SECOND, before, "/etc/passwd")));
    table.advance(30 * SECOND);
    assertNull(table.find(before.pid(), before.start(), before.generation()));
    assertNotNull(table.find(CAT.pid(), CAT.start(), CAT.generation()));
    assertSame(found(CAT), table.current(200));
  }

  @Test
  void aScriptIsKnownByItsPathUnlessThatCanBeForged() {
    assertEquals("/srv/run", script("/srv/run", "/usr/bin/dash"));
    assertEquals("", script("/srv/link/../run", "/usr/bin/dash"));
    RecordWriter chrooted =
        Records.event(EventType.EXECVE, 7 * SECOND, CAT)
            .path(Exec.EXE, "/usr/bin/dash", "/jail")
            .text(Exec.ASKED + Asked.TEXT, "/srv/run")
            .text(Exec.INTERP, "/bin/sh");
    apply(chrooted);
    assertEquals("/srv/run", found(CAT).asked.toString());
    assertEquals("", found(CAT).script.toString());
    apply(Records.exec(EventType.EXECVE, 8 * SECOND, CAT, "/usr/bin/cat", "cat"));
    assertEquals("", found(CAT).script.toString());
  }

  private String script(String asked, String interpreter) {
    apply(
        Records.exec(EventType.EXECVE, 6 * SECOND, CAT, interpreter, "sh")
            .text(Exec.ASKED + Asked.TEXT, asked)
            .text(Exec.INTERP, "/bin/sh"));
    return found(CAT).script.toString();
  }

  @Test
  void aFailedExecChangesNothing() {
    shellRunsCat();
    apply(Records.event(EventType.EXECVE, 7 * SECOND, CAT).u64(Header.RESULT, -2).comm("other"));
    assertEquals("cat", found(CAT).name.toString());
    assertEquals(3, table.counters().images() - 1);
  }

  @Test
  void namesOfAncestorsAreThoseOfTheTime() {
    shellRunsCat();
    Subject zsh = SHELL.exec("zsh");
    apply(Records.exec(EventType.EXECVE, 8 * SECOND, zsh, "/bin/zsh", "zsh"));
    ProcessImage cat = found(CAT);
    assertSame(found(zsh), table.parent(cat));
    assertSame(found(SHELL), table.parent(cat, 7 * SECOND));
    assertSame(found(SHELL), cat.creator());
  }

  @Test
  void anExitedCreatorIsKnownAsLongAsADescendantLives() {
    shellRunsCat();
    ProcessImage shell = found(SHELL);
    apply(Records.exit(7 * SECOND, SHELL));
    assertTrue(shell.exited);
    table.advance(60 * SECOND);
    assertNull(table.find(SHELL.pid(), SHELL.start(), SHELL.generation()));
    ProcessImage cat = found(CAT);
    assertSame(shell, table.parent(cat));
    apply(Records.open(61 * SECOND, CAT.adopted(INIT), "/etc/passwd"));
    assertSame(found(INIT), table.parent(cat));
    assertSame(shell, cat.creator());
    assertEquals("init splash", shell.commandLine().toString());
    assertEquals(3, table.counters().images());
    apply(Records.exit(62 * SECOND, CAT.adopted(INIT)));
    table.advance(90 * SECOND);
    assertEquals(1, table.counters().images());
  }

  @Test
  void pidReuseMakesAnotherProcess() {
    shellRunsCat();
    ProcessImage cat = found(CAT);
    Subject second = SHELL.child(200, 9 * SECOND);
    apply(Records.fork(9 * SECOND, SHELL, second));
    assertTrue(cat.exited);
    assertEquals(1, table.counters().exitsMissed());
    assertSame(cat, apply(Records.open(8 * SECOND, CAT, "/a")));
    assertSame(found(second), apply(Records.open(10 * SECOND, second, "/a")));
    assertSame(found(second), table.current(200));
  }

  @Test
  void aBulkEventWithoutItsImageWaitsAndACriticalOneRebuildsIt() {
    Subject lost = INIT.child(300, 7 * SECOND).exec("lost");
    assertNull(apply(Records.open(8 * SECOND, lost, "/a")));
    ProcessImage image = apply(Records.chdir(8 * SECOND, lost, "/var"));
    assertNotNull(image);
    assertTrue(image.rebuilt);
    assertEquals("lost", image.name.toString());
    assertEquals("/var", image.cwd.toString());
    assertSame(found(INIT), image.creator());
    assertSame(image, apply(Records.open(8 * SECOND, lost, "/a")));
    apply(Records.fork(7 * SECOND, INIT, INIT.child(300, 7 * SECOND)));
    apply(Records.exec(EventType.EXECVE, 7 * SECOND + 1, lost, "/bin/lost", "lost", "x"));
    assertFalse(image.rebuilt);
    assertEquals("lost x", image.commandLine().toString());
    assertEquals(1, table.counters().completed());
  }

  @Test
  void renamesAreKeptApartFromTheNameOfTheProgram() {
    shellRunsCat();
    apply(Records.rename(7 * SECOND, CAT, CAT.pid() + 1, "thread"));
    assertTrue(found(CAT).renamed.isEmpty());
    apply(Records.rename(7 * SECOND, CAT, CAT.pid(), "kworker/0:1"));
    assertEquals("cat", found(CAT).name.toString());
    assertEquals("kworker/0:1", found(CAT).renamed.toString());
  }

  @Test
  void runningProcessesAreLinkedInWhateverOrderTheyAreListed() {
    Subject parent = INIT.child(400, 2 * SECOND);
    Subject child = parent.child(300, 3 * SECOND);
    apply(Records.exec(EventType.TASK, 4 * SECOND, child, "/bin/child", "child"));
    apply(Records.exec(EventType.TASK, 4 * SECOND, parent, "/bin/parent", "parent"));
    apply(Records.exit(5 * SECOND, parent));
    table.advance(60 * SECOND);
    ProcessImage creator = found(child).creator();
    assertNotNull(creator);
    assertEquals(400, creator.pid);
  }

  @Test
  void aRunningProcessThatIsListedLateLosesNothing() {
    Subject program = INIT.child(300, 3 * SECOND).exec("program");
    apply(Records.exec(EventType.EXECVE, 4 * SECOND + 9, program, "/bin/program", "program", "a"));
    Subject before = INIT.child(300, 3 * SECOND);
    apply(Records.exec(EventType.TASK, 4 * SECOND, before, "/bin/old", "old"));
    assertSame(found(program), table.current(300));
    assertEquals(4 * SECOND + 9, found(before).endTime);
    apply(Records.exec(EventType.TASK, 4 * SECOND + 10, program, "/bin/program", "program", "b"));
    assertEquals("program a", found(program).commandLine().toString());

    Subject gone = INIT.child(301, 3 * SECOND);
    apply(Records.exit(4 * SECOND, gone));
    apply(Records.exec(EventType.TASK, 3 * SECOND + 1, gone, "/bin/gone", "gone"));
    assertEquals("/bin/gone", found(gone).exePath.toString());
    assertTrue(found(gone).exited);
    assertFalse(found(gone).rebuilt);
  }

  @Test
  void aLostForkIsMadeGoodFromTheParent() {
    shellRunsCat();
    Subject child = CAT.child(300, 8 * SECOND);
    ProcessImage image = apply(Records.chdir(9 * SECOND, child, "/"));
    assertNotNull(image);
    assertTrue(image.rebuilt);
    assertEquals("cat -n a b ", image.commandLine().toString());
    assertSame(found(CAT), image.creator());

    Subject program = CAT.child(301, 8 * SECOND).exec("program");
    image = apply(Records.chdir(9 * SECOND, program, "/"));
    assertNotNull(image);
    assertEquals("program", image.name.toString());
    assertEquals("", image.commandLine().toString());
  }

  @Test
  void aSiblingHasAnotherParentThanItsCreator() {
    shellRunsCat();
    Subject sibling = CAT.child(300, 8 * SECOND).adopted(SHELL);
    apply(Records.fork(8 * SECOND, CAT, sibling));
    assertSame(found(CAT), found(sibling).creator());
    assertSame(found(SHELL), table.parent(found(sibling)));
  }
}
