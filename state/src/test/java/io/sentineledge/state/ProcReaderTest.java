package io.sentineledge.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Text;
import io.sentineledge.state.Records.Subject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads real processes; needs no root. */
class ProcReaderTest {
  private static final Path PROC = Path.of("/proc");
  private static final int SELF = (int) ProcessHandle.current().pid();

  private final ProcReader proc = new ProcReader(PROC);
  private @Nullable Process child;

  @AfterEach
  void end() throws InterruptedException {
    if (child != null) {
      child.destroyForcibly();
      child.waitFor();
    }
  }

  private int start(Path folder, String... command) throws IOException {
    Process started =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    child = started;
    int pid = (int) started.pid();
    // Until the exec, the child still has this program's name.
    while (true) {
      ProcStatus status = proc.status(pid);
      if (status != null
          && !status.exePath.toString().contains("java")
          && !status.exePath.toString().contains("jspawnhelper")) {
        return pid;
      }
      Thread.onSpinWait();
    }
  }

  private ProcStatus status(int pid) {
    ProcStatus status = proc.status(pid);
    assertNotNull(status);
    return status;
  }

  @Test
  void readsAChildOfOurs(@TempDir Path folder) throws IOException {
    Path program = Files.copy(Path.of("/bin/sleep"), folder.resolve("a) b\n(ü"));
    int pid = start(folder, program.toString(), "300.0", "0");
    ProcStatus status = status(pid);
    assertEquals("a) b\n(ü", status.comm.toString());
    assertEquals(program + "\000300.0\0000\0", status.argv.toString());
    assertEquals(program.toString(), status.exePath.toString());
    assertEquals(folder.toString(), status.cwd.toString());
    assertEquals(SELF, status.parentPid);
    assertEquals(pid, status.vpid);
    assertFalse(status.kernelThread || status.zombie || status.exeUnlinked || status.exeMemfd);
    FileStat file = FileStat.of(program);
    assertNotNull(file);
    assertEquals(file.inode(), status.exeInode);
    assertEquals(file.device(), status.exeDevice);
    assertEquals(file.mtime(), status.exeMtime);
    assertEquals(file.ctime(), status.exeCtime);
    assertEquals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"), status.uid);
    assertEquals(status.uid, status.euid);
    assertEquals(status(SELF).sid, status.sid);
    assertEquals(status(SELF).loginUid, status.loginUid);
    assertEquals(5, status.stdio[0]);
    assertEquals(3, status.stdio[1]);
    assertTrue(status.startTick >= status(SELF).startTick);
    assertEquals(status.startTick, proc.startTick(pid));

    Files.delete(program);
    status = status(pid);
    assertEquals(program.toString(), status.exePath.toString());
    assertTrue(status.exeUnlinked);

    long begun = status.startTick * ImageIndex.TICK_NANOS;
    assertEquals(status.argv, proc.arguments(pid, begun + 1, status.comm));
    assertNull(proc.arguments(pid, begun + ImageIndex.TICK_NANOS, status.comm));
    assertNull(proc.arguments(pid, begun, Text.of("other")));
    assertEquals(SELF, proc.parent(pid, begun));
  }

  @Test
  void whatIsGoneIsNull(@TempDir Path folder) throws Exception {
    int pid = start(folder, "/bin/sleep", "300");
    end();
    assertNull(proc.status(pid));
    assertEquals(-1, proc.startTick(pid));
    ProcReader none = new ProcReader(folder.resolve("none"));
    assertEquals(0, none.pids().length);
    assertFalse(none.showsAll());
    assertNull(none.status(1));
  }

  @Test
  void fillsATableThatEventsThenRefine(@TempDir Path folder) throws IOException {
    int pid = start(folder, "/bin/sleep", "300");
    ProcessTable table = new ProcessTable(ProcessLimits.DEFAULT, proc);
    int found = table.load(Long.MAX_VALUE / 2);
    assertTrue(found > 1, "processes found=" + found);
    ProcessImage self = table.current(SELF);
    ProcessImage sleep = table.current(pid);
    assertNotNull(self);
    assertNotNull(sleep);
    assertEquals("sleep", sleep.name.toString());
    assertEquals("sleep 300", sleep.commandLine().toString());
    assertEquals(ProcessImage.UNKNOWN_GENERATION, sleep.generation);
    assertSame(self, table.parent(sleep));
    assertSame(self, sleep.creator());

    long exact = sleep.start + 1234;
    Subject known = new Subject(pid, exact, 7, "sleep", SELF, self.start + 1);
    assertSame(sleep, table.apply(Records.view(Records.open(table.clock() + 1, known, "/x"))));
    assertEquals(exact, sleep.start);
    assertEquals(7, sleep.generation);
    assertSame(self, table.parent(sleep));
    Subject next = known.exec("next");
    table.apply(
        Records.view(Records.exec(EventType.EXECVE, table.clock() + 2, next, "/bin/next", "next")));
    assertEquals("sleep", sleep.name.toString());
    assertSame(table.current(pid), table.find(pid, exact, 8));
    assertEquals(0, table.counters().rebuilt());
  }

  @Test
  void aLostRecordIsMadeGoodFromProc(@TempDir Path folder) throws IOException {
    int pid = start(folder, "/bin/sleep", "300");
    ProcessTable table = new ProcessTable(ProcessLimits.DEFAULT, proc);
    long start = proc.startTick(pid) * ImageIndex.TICK_NANOS + 99;
    Subject same = new Subject(pid, start, 3, "sleep", 1, 0);
    ProcessImage image = table.apply(Records.view(Records.chdir(start + 1, same, "/")));
    assertNotNull(image);
    assertEquals("sleep 300", image.commandLine().toString());
    assertEquals(List.of(1L, 1L), rebuilt(table));

    Subject renamed = new Subject(pid, start, 4, "other", 1, 0);
    image = table.apply(Records.view(Records.chdir(start + 2, renamed, "/")));
    assertNotNull(image);
    assertEquals("other", image.name.toString());
    assertEquals("", image.commandLine().toString());
    assertEquals(List.of(2L, 1L), rebuilt(table));

    Subject reused = new Subject(pid, start + ImageIndex.TICK_NANOS, 3, "sleep", 1, 0);
    image = table.apply(Records.view(Records.chdir(start + 3, reused, "/")));
    assertNotNull(image);
    assertEquals("", image.commandLine().toString());
    assertEquals(List.of(3L, 1L), rebuilt(table));
  }

  private static List<Long> rebuilt(ProcessTable table) {
    return List.of(table.counters().rebuilt(), table.counters().rebuiltFromProc());
  }

  @Test
  void recordsOfRunningProcessesGetTheirArguments(@TempDir Path folder) throws IOException {
    int pid = start(folder, "/bin/sleep", "300", "0");
    ProcessTable table = new ProcessTable(ProcessLimits.DEFAULT, proc);
    long start = proc.startTick(pid) * ImageIndex.TICK_NANOS + 5;
    Subject task = new Subject(pid, start, 3, "sleep", SELF, 0);
    ProcessImage image = table.apply(Records.view(Records.event(EventType.TASK, start + 9, task)));
    assertNotNull(image);
    assertEquals("sleep 300 0", image.commandLine().toString());
    assertEquals("/bin/sleep", image.exe.toString());
  }

  @Test
  void aProcessThatEndedUnseenIsNoticed(@TempDir Path folder) throws Exception {
    int pid = start(folder, "/bin/sleep", "300");
    ProcessTable table = new ProcessTable(ProcessLimits.DEFAULT, proc);
    table.load(1);
    end();
    table.advance(100_000_000_000L);
    int before = (int) table.counters().exitsMissed();
    table.verify(100_000);
    ProcessImage image = table.current(pid);
    assertNotNull(image);
    if (proc.showsAll()) {
      assertTrue(image.exited);
      assertTrue(table.counters().exitsMissed() > before);
    } else {
      assertFalse(image.exited);
    }
    ProcessImage self = table.current(SELF);
    assertNotNull(self);
    assertFalse(self.exited);
  }
}
