package io.sentineledge.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Exec;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Open;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventViewTest {
  private final EventView view = new EventView();
  private final Text text = new Text();

  private void wrap(RecordWriter writer) {
    view.wrap(MemorySegment.ofArray(writer.build()), 0);
  }

  private List<String> names(FileNames names) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < names.count(); i++) {
      all.add((names.fromKernel(i) ? "kernel " : "asked ") + names.name(i));
    }
    return all;
  }

  @Test
  void numbersAndCommComeFromTheHeader() {
    wrap(
        new RecordWriter(EventType.PROCEXIT)
            .u32(Header.PID, 7)
            .u64(Header.START, 99)
            .u64(Header.RESULT, -13)
            .comm("a name of more than fifteen"));
    assertEquals(EventType.PROCEXIT, view.type());
    assertEquals(7, view.pid());
    assertEquals(99, view.start());
    assertEquals(-13, view.result());
    assertEquals("a name of more ", view.comm().toString());
  }

  @Test
  void oneNameWhereAskedAndKernelAgree() {
    wrap(
        new RecordWriter(EventType.OPENAT)
            .path(Open.PATH, "/etc/shadow")
            .text(Open.ASKED + Asked.TEXT, "/etc/./x/../shadow"));
    assertEquals(List.of("kernel /etc/shadow"), names(view.files()));
  }

  @Test
  void threeNamesInAChangedRoot() {
    wrap(
        new RecordWriter(EventType.OPENAT)
            .path(Open.PATH, "/etc/shadow", "/srv/jail")
            .path(Open.ASKED + Asked.BASE, "/tmp", "/srv/jail")
            .text(Open.ASKED + Asked.TEXT, "link"));
    assertEquals(
        List.of("kernel /srv/jail/etc/shadow", "kernel /etc/shadow", "asked /tmp/link"),
        names(view.files()));
  }

  /** More folders than are kept, so that they take each other's place; long and short ones. */
  @Test
  void namesAreTheSameWhateverFoldersWereSeenBefore() {
    long seed = 20261122;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String base =
          "/d" + random.nextInt(3000) + "/e".repeat(random.nextInt(i % 100 == 0 ? 400 : 4));
      String leaf = "f".repeat(1 + random.nextInt(i % 100 == 0 ? 255 : 9)) + random.nextInt(10);
      String path = random.nextInt(50) == 0 ? "/" + leaf : base + "/" + leaf;
      int how = random.nextInt(4);
      String asked =
          switch (how) {
            case 0 -> path;
            case 1 -> leaf;
            case 2 -> "other/" + leaf;
            default -> "/link" + random.nextInt(3000) + "/" + leaf;
          };
      String from = how == 1 ? path.substring(0, path.lastIndexOf('/')) : base;
      wrap(
          new RecordWriter(EventType.OPENAT)
              .path(Open.PATH, path)
              .path(Open.ASKED + Asked.BASE, from.isEmpty() ? "/" : from)
              .text(Open.ASKED + Asked.TEXT, asked));
      List<String> expected = new ArrayList<>(List.of("kernel " + path));
      if (how > 1) {
        expected.add("asked " + (how == 2 ? base + "/" : "") + asked);
      }
      assertEquals(expected, names(view.files()), "seed=" + seed + " i=" + i);
      boolean kept = path.length() - leaf.length() <= 512 && leaf.length() <= 255;
      assertEquals(kept && how == 0, view.askedFolder() != null, "seed=" + seed + " i=" + i);
      assertEquals(kept && how <= 1, view.soleFolder() != null, "seed=" + seed + " i=" + i);
      for (int name = 0; name < view.files().count(); name++) {
        Folder folder = view.files().folder(name);
        if (folder == null) {
          assertTrue(view.files().name(name).length() > 255, "seed=" + seed + " i=" + i);
          continue;
        }
        String begin =
            new String(folder.array(), folder.offset(), folder.length(), StandardCharsets.UTF_8);
        String whole = view.files().name(name).toString();
        assertEquals(whole.substring(0, whole.lastIndexOf('/') + 1), begin);
      }
    }
  }

  @Test
  void fileOutsideTheProcessesRootHasNoPathThere() {
    wrap(
        new RecordWriter(EventType.OPENAT)
            .path(Open.PATH, "/etc/shadow")
            .u16(Open.PATH + RecordLayout.Path.ROOT, RecordLayout.ROOT_NOT_MET));
    assertFalse(view.processPath(Open.PATH, text));
    assertTrue(view.hostPath(Open.PATH, text));
    assertEquals("/etc/shadow", text.toString());
  }

  @Test
  void renameHasTwoNames() {
    wrap(
        new RecordWriter(EventType.RENAMEAT2)
            .path(Fs.ASKED + Asked.BASE, "/")
            .text(Fs.ASKED + Asked.TEXT, "a")
            .text(Fs.TARGET + Asked.TEXT, "//b//c/"));
    assertEquals(List.of("asked /a"), names(view.files()));
    assertEquals(List.of("asked /b/c"), names(view.targets()));
  }

  @Test
  void rootCutAndPseudoPaths() {
    wrap(new RecordWriter(EventType.EXECVE).path(Exec.EXE, "/").path(Exec.CWD, "/a/b"));
    assertTrue(view.hostPath(Exec.EXE, text));
    assertEquals("/", text.toString());

    wrap(
        new RecordWriter(EventType.EXECVE)
            .path(Exec.EXE, "memfd:x")
            .pathFlag(Exec.EXE, PathFlag.PSEUDO)
            .path(Exec.CWD, "/a/b")
            .pathFlag(Exec.CWD, PathFlag.CUT));
    assertTrue(view.hostPath(Exec.EXE, text));
    assertEquals("memfd:x", text.toString());
    assertTrue(view.hostPath(Exec.CWD, text));
    assertEquals(".../a/b", text.toString());
  }

  @Test
  void bytesThatAreNoUtf8AreKeptAsEscapes() {
    assertEquals(
        "a\\xffb\\xc3", Text.of(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xc3}).toString());
    assertEquals("ü\n", Text.of("ü\n").toString());
  }
}
