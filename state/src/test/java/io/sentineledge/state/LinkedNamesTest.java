package io.sentineledge.state;

import static io.sentineledge.state.Records.INIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sentineledge.event.EventType;
import io.sentineledge.event.FileNames;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Syscall;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkedNamesTest {
  private static final HostRoot HOST = HostRoot.find(Path.of("/proc"), Lookups.direct());
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_SYMLINK_FOLLOW = 0x400;

  /** No process has it: the largest number is below. */
  private static final int NOBODY = 1 << 30;

  private final FileIdentities files = new FileIdentities(HOST);
  private final EventContext context =
      new EventContext(new ProcessTable(), new NoAccounts(), files);
  private Path folder = Path.of("");
  private long time;

  @BeforeEach
  void files(@TempDir Path temporary) throws IOException {
    folder = temporary.toRealPath();
    Files.createDirectory(folder.resolve("real"));
    Files.createDirectory(folder.resolve("real/sub"));
    Files.writeString(folder.resolve("real/file"), "");
    Files.createSymbolicLink(folder.resolve("dir"), Path.of("real"));
    Files.createSymbolicLink(folder.resolve("sub"), folder.resolve("real/sub"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("dir/file"));
    Files.createLink(folder.resolve("hard"), folder.resolve("real/file"));
  }

  private RecordWriter call(EventType type, String name) {
    return Records.event(type, ++time, INIT)
        .u32(Header.PID, (int) ProcessHandle.current().pid())
        .u32(Header.MNT_NS, HOST.mountNamespace())
        .text(Fs.ASKED + Asked.TEXT, name);
  }

  private RecordWriter below(EventType type, String name) {
    return call(type, folder + "/" + name);
  }

  private static RecordWriter argument(RecordWriter writer, int number, long value) {
    return writer.u64(Syscall.ARGS + 8 * (number - 1), value);
  }

  private void take(RecordWriter writer) {
    context.event().wrap(MemorySegment.ofArray(writer.build()), 0);
    context.begin(null);
  }

  private @Nullable String led(RecordWriter writer) {
    take(writer);
    return shortened(context.event().files());
  }

  private @Nullable String shortened(FileNames names) {
    Text path = names.lookedUp();
    return path == null ? null : path.toString().replace(folder + "/", "");
  }

  private List<String> aliases(RecordWriter writer) {
    files.register(Text.of(folder + "/real/file"));
    files.refresh(2_000_000_000L);
    take(writer);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < context.aliasCount(); i++) {
      found.add(context.alias(i).toString().replace(folder + "/", ""));
    }
    return found;
  }

  @Test
  void callsAboutWhatALinkLeadsTo() {
    for (EventType type :
        List.of(
            EventType.CHMOD,
            EventType.FCHMODAT,
            EventType.FCHMODAT2,
            EventType.TRUNCATE,
            EventType.CHOWN,
            EventType.FCHOWNAT,
            EventType.SETXATTR,
            EventType.SETXATTRAT,
            EventType.REMOVEXATTR,
            EventType.REMOVEXATTRAT,
            EventType.UTIME,
            EventType.UTIMES,
            EventType.FUTIMESAT,
            EventType.UTIMENSAT)) {
      assertEquals("real/file", led(below(type, "link")), type::falcoName);
      assertEquals(List.of("real/file"), aliases(below(type, "link")), type::falcoName);
      assertEquals(List.of("real/file"), aliases(below(type, "hard")), type::falcoName);
    }
  }

  @Test
  void callsAboutTheLinkItself() {
    for (EventType type :
        List.of(EventType.LCHOWN, EventType.LSETXATTR, EventType.LREMOVEXATTR, EventType.LINK)) {
      assertNull(led(below(type, "link")), type::falcoName);
      assertEquals("real/link", led(below(type, "dir/link")), type::falcoName);
      assertEquals(List.of(), aliases(below(type, "link")), type::falcoName);
      assertEquals(List.of("real/file"), aliases(below(type, "hard")), type::falcoName);
    }
  }

  @Test
  void flagsThatKeepOrFollowALink() {
    RecordWriter mode = below(EventType.FCHMODAT2, "link").u32(Fs.CALL_FLAGS, AT_SYMLINK_NOFOLLOW);
    assertNull(led(mode));
    for (var kept :
        List.of(
            argument(below(EventType.FCHOWNAT, "link"), 5, AT_SYMLINK_NOFOLLOW),
            argument(below(EventType.UTIMENSAT, "link"), 4, AT_SYMLINK_NOFOLLOW),
            argument(below(EventType.SETXATTRAT, "link"), 3, AT_SYMLINK_NOFOLLOW),
            argument(below(EventType.REMOVEXATTRAT, "link"), 3, AT_SYMLINK_NOFOLLOW),
            below(EventType.LINKAT, "link"))) {
      assertNull(led(kept));
    }
    RecordWriter link = below(EventType.LINKAT, "link").u32(Fs.CALL_FLAGS, AT_SYMLINK_FOLLOW);
    assertEquals("real/file", led(link));
  }

  @Test
  void whatIsMadeOrRemovedInALinkedFolder() {
    for (EventType type :
        List.of(
            EventType.MKDIR,
            EventType.MKDIRAT,
            EventType.MKNOD,
            EventType.MKNODAT,
            EventType.SYMLINK,
            EventType.SYMLINKAT,
            EventType.UNLINK,
            EventType.UNLINKAT,
            EventType.RMDIR,
            EventType.RENAME)) {
      assertEquals("real/new", led(below(type, "dir/new")), type::falcoName);
      assertEquals("real/new", led(below(type, "dir/new/")), type::falcoName);
      assertNull(led(below(type, "real/new")), type::falcoName);
      assertEquals(List.of(), aliases(below(type, "dir/new")), type::falcoName);
    }
  }

  @Test
  void secondNames() {
    for (EventType type :
        List.of(
            EventType.RENAME,
            EventType.RENAMEAT,
            EventType.RENAMEAT2,
            EventType.LINK,
            EventType.LINKAT)) {
      take(below(type, "real/file").text(Fs.TARGET + Asked.TEXT, folder + "/dir/new"));
      assertEquals("real/new", shortened(context.event().targets()), type::falcoName);
    }
    take(below(EventType.SYMLINK, "new").text(Fs.TARGET + Asked.TEXT, folder + "/dir/file"));
    assertNull(context.event().targets().lookedUp(), "what a link says");
  }

  /** Names that could be a rule's are looked at before rules are. */
  @Test
  void namesThatWereAskedForBefore() throws IOException {
    Files.createDirectory(folder.resolve("other"));
    Files.createLink(folder.resolve("other/file"), folder.resolve("real/file"));
    files.register(Text.of(folder + "/real/file"));
    files.refresh(2_000_000_000L);
    context.event().wrap(MemorySegment.ofArray(below(EventType.LINK, "other/file").build()), 0);
    files.learn(context.event());
    context.begin(null);
    assertEquals(1, context.aliasCount());
    assertEquals(List.of(), aliases(below(EventType.CHMOD, "hard").u64(Header.RESULT, -1)));
  }

  /** The parent of what the link leads to is not the folder that the link is in. */
  @Test
  void dotsBehindALink() {
    assertEquals("real/file", led(below(EventType.CHMOD, "sub/../file")));
    assertEquals("real/new", led(below(EventType.MKDIR, "sub/../new")));
    assertNull(led(below(EventType.CHMOD, "real/sub/./..//file")));
  }

  @Test
  void namesThatStartInAFolder() {
    RecordWriter mode = call(EventType.FCHMODAT, "link");
    assertEquals("real/file", led(mode.path(Fs.ASKED + Asked.BASE, folder.toString())));
    RecordWriter made = call(EventType.MKDIRAT, "dir/new");
    assertEquals("real/new", led(made.path(Fs.ASKED + Asked.BASE, folder.toString())));
    RecordWriter behind = call(EventType.MKDIRAT, "sub/../new");
    assertEquals("real/new", led(behind.path(Fs.ASKED + Asked.BASE, folder.toString())));
    RecordWriter unknown = call(EventType.MKDIRAT, "dir/new");
    assertNull(led(unknown));
  }

  @Test
  void linksOfTheProcess() {
    assertEquals("real/file", led(call(EventType.CHMOD, "/proc/self/root" + folder + "/link")));
    RecordWriter gone =
        call(EventType.CHMOD, "/proc/self/root" + folder + "/link").u32(Header.PID, NOBODY);
    assertNull(led(gone));
  }

  @Test
  void ofAProcessThatIsGoneTheHostsRootCounts() {
    assertEquals("real/file", led(below(EventType.CHMOD, "link").u32(Header.PID, NOBODY)));
    RecordWriter elsewhere =
        below(EventType.CHMOD, "link")
            .u32(Header.PID, NOBODY)
            .u32(Header.MNT_NS, HOST.mountNamespace() + 1);
    assertNull(led(elsewhere));
  }

  @Test
  void otherMountsAreLookedAtThroughTheProcess() {
    RecordWriter own = below(EventType.CHMOD, "link").u32(Header.MNT_NS, HOST.mountNamespace() + 1);
    assertEquals("real/file", led(own));
  }

  @Test
  void callsThatFailedLedNowhere() {
    assertNull(led(below(EventType.CHMOD, "link").u64(Header.RESULT, -1)));
  }

  @Test
  void namesAreComparedBesideWhatWasAskedFor() {
    take(below(EventType.CHMOD, "link"));
    FileNames names = context.event().files();
    assertEquals(2, names.count());
    assertEquals(folder + "/link", names.name(0).toString());
    assertEquals(folder + "/real/file", names.name(1).toString());
    assertEquals(false, names.fromKernel(1));
  }

  @Test
  void howManyAreLookedUpIsLimited() {
    for (int i = 0; i < 10_000; i++) {
      take(call(EventType.CHMOD, "/"));
      context.event().files();
    }
    assertNull(led(below(EventType.CHMOD, "link")));
    assertEquals("real/file", led(below(EventType.CHMOD, "link").u64(Header.TIME, 1L << 31)));
  }
}
