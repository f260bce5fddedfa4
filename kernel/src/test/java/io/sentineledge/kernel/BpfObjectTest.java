package io.sentineledge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BpfObjectTest {
  @Test
  void aRefusalShowsTheLineThatMatters() {
    try (BpfObject object = TestObjects.open("refused")) {
      ProgramRefusedException e = assertThrows(ProgramRefusedException.class, object::load);
      assertEquals("se_test_bad", e.program());
      assertEquals(KernelException.Code.PROGRAM_REFUSED, e.code());
      assertEquals(Errno.EACCES, e.errno());
      String message = e.getMessage();
      assertTrue(
          message.startsWith(
              "The kernel refused the program se_test_bad: Permission denied (errno 13): R"),
          message);
      assertTrue(message.contains("invalid mem access"), message);
      assertTrue(message.matches("(?s).* \\(\\d+ lines omitted\\)\\. .*"), message);
      assertTrue(e.log().contains("processed "), e.log());
    }
  }

  @Test
  void aRefusedProgramCanBeLeftOut() {
    try (BpfObject object = TestObjects.open("refused")) {
      object.program("se_test_bad").setAutoload(false);
      object.load();
      assertTrue(object.program("se_test_good").fd() >= 0);
      assertTrue(object.program("se_test_bad").fd() < 0);
      assertEquals("tp_btf/sys_exit", object.program("se_test_good").section());
    }
  }

  @Test
  void aTryTellsOnlyWhetherItSucceeded() {
    try (BpfObject refused = TestObjects.open("refused");
        BpfObject taken = TestObjects.open("refused")) {
      assertFalse(refused.tryLoad());
      taken.program("se_test_bad").setAutoload(false);
      assertTrue(taken.tryLoad());
      assertTrue(taken.program("se_test_good").fd() >= 0);
    }
    assertEquals(List.of(), LibBpfLog.warnings());
  }

  @Test
  void whatAnObjectLacksIsSaidByName() {
    try (BpfObject object = TestObjects.open("ring")) {
      for (String message :
          List.of(
              assertThrows(KernelException.class, () -> object.program("other")).getMessage(),
              assertThrows(KernelException.class, () -> object.map("other")).getMessage(),
              assertThrows(KernelException.class, () -> object.set("other", 1)).getMessage())) {
        assertTrue(message.contains("se_ring") && message.contains("other"), message);
      }
    }
  }

  @Test
  void bytesThatAreNoObjectAreRefused() {
    KernelException e =
        assertThrows(
            KernelException.class,
            () -> BpfObject.open(LibBpf.instance(), "broken", new byte[100]));
    assertEquals(KernelException.Code.OBJECT_INVALID, e.code());
  }

  @Test
  void theIteratorListsEveryProcess() {
    try (BpfObject object = TestObjects.open("tasks")) {
      object.load();
      int self = (int) ProcessHandle.current().pid();
      int parent = (int) ProcessHandle.current().parent().orElseThrow().pid();
      Set<Integer> pids = new HashSet<>();
      try (BpfLink link = object.program("se_test_tasks").attach();
          BpfIterator iterator = link.iterate();
          Arena arena = Arena.ofConfined()) {
        MemorySegment buffer = arena.allocate(64, 8);
        for (int n = iterator.read(buffer); n > 0; n = iterator.read(buffer)) {
          assertEquals(0, n % 4);
          for (int at = 0; at < n; at += 4) {
            pids.add(buffer.get(ValueLayout.JAVA_INT, at));
          }
        }
      }
      assertTrue(pids.containsAll(List.of(self, parent)), pids::toString);
    }
  }
}
