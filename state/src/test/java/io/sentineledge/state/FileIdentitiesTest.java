package io.sentineledge.state;

import static io.sentineledge.state.Records.INIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.event.PathFlag;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.event.Text;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileIdentitiesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int CONTAINER = 77;
  private static final int DEVICE = 8 << 20 | 1;

  @TempDir Path root;
  private FileIdentities files = new FileIdentities(HostRoot.unknown("test"));
  private EventContext context = context(files);

  private static EventContext context(FileIdentities files) {
    return new EventContext(new ProcessTable(), new NoAccounts(), files);
  }

  @BeforeEach
  void folder() throws IOException {
    Files.createDirectories(root.resolve("etc"));
  }

  private void useFiles() {
    files = new FileIdentities(HostRoot.at(root));
    context = context(files);
  }

  /** Takes in an event; returns the paths that name its file. */
  private List<String> take(RecordWriter writer) {
    context.event().wrap(MemorySegment.ofArray(writer.build()), 0);
    files.learn(context.event());
    context.begin(null);
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < context.aliasCount(); i++) {
      paths.add(context.alias(i).toString());
    }
    Collections.sort(paths);
    return paths;
  }

  private static RecordWriter open(long time, String path, int device, long inode) {
    return Records.open(time, INIT, path)
        .u32(Open.INODE + Inode.DEV, device)
        .u64(Open.INODE + Inode.INO, inode);
  }

  private RecordWriter open(long time, String path) {
    FileStat stat = FileStat.of(root.resolve(path.substring(1)));
    assertNotNull(stat);
    return open(time, path, stat.device(), stat.inode());
  }

  private static RecordWriter rename(long time, String from, String to) {
    return Records.event(EventType.RENAME, time, INIT)
        .text(Fs.ASKED + Asked.TEXT, from)
        .text(Fs.TARGET + Asked.TEXT, to);
  }

  @Test
  void registeringTwiceGivesOneId() {
    int shadow = files.register(Text.of("/etc/shadow"));
    int passwd = files.register(Text.of("/etc/passwd"));
    assertEquals(shadow, files.register(Text.of("/etc/shadow")));
    assertEquals(List.of(0, 1, 2), List.of(shadow, passwd, files.count()));
    assertEquals("/etc/passwd", files.path(passwd).toString());
  }

  @Test
  void aHardLinkIsRecognisedOnceThePathWasOpened() {
    int id = files.register(Text.of("/etc/shadow"));
    files.register(Text.of("/etc/passwd"));
    assertEquals(List.of(), take(open(1, "/tmp/link", DEVICE, 42)));
    assertEquals(List.of("/etc/shadow"), take(open(2, "/etc/shadow", DEVICE, 42)));
    assertEquals(List.of("/etc/shadow"), take(open(3, "/tmp/link", DEVICE, 42)));
    assertEquals(List.of(), take(open(4, "/tmp/link", DEVICE, 43)));
    assertEquals(List.of(), take(open(5, "/tmp/link", DEVICE + 1, 42)));
    assertTrue(files.matches(id, DEVICE, 42, 0));
    assertFalse(files.matches(id, DEVICE, 43, 0));
    // Replaced: the path is seen with another inode.
    assertEquals(List.of("/etc/shadow"), take(open(6, "/etc/shadow", DEVICE, 77)));
    assertEquals(List.of(), take(open(7, "/tmp/link", DEVICE, 42)));
  }

  @Test
  void eventsWithoutAFileNameNone() {
    files.register(Text.of("/etc/shadow"));
    assertEquals(List.of(), take(Records.open(1, INIT, "/etc/shadow")));
    assertEquals(List.of(), take(Records.exit(2, INIT)));
    assertEquals(
        List.of(), take(open(3, "/etc/shadow", DEVICE, 42).pathFlag(Open.PATH, PathFlag.UNLINKED)));
  }

  @Test
  void severalPathsOfOneFile() {
    for (int i = 0; i < 200; i++) {
      files.register(Text.of("/path/" + i));
    }
    take(open(1, "/path/3", DEVICE, 42));
    take(open(2, "/path/199", DEVICE, 42));
    take(open(3, "/path/7", DEVICE, 43));
    assertEquals(List.of("/path/199", "/path/3"), take(open(4, "/x", DEVICE, 42)));
    assertEquals(List.of("/path/7"), take(open(5, "/x", DEVICE, 43)));
  }

  @Test
  void whatAContainerShowsCountsThereAlone() {
    files.register(Text.of("/etc/shadow"));
    take(open(1, "/etc/shadow", DEVICE, 42).u32(Header.MNT_NS, CONTAINER));
    take(open(2, "/etc/shadow", DEVICE, 50));
    assertEquals(List.of(), take(open(3, "/a", DEVICE, 42)));
    assertEquals(
        List.of("/etc/shadow"), take(open(4, "/a", DEVICE, 42).u32(Header.MNT_NS, CONTAINER)));
    assertEquals(List.of(), take(open(5, "/a", DEVICE, 42).u32(Header.MNT_NS, CONTAINER + 1)));
    assertEquals(
        List.of("/etc/shadow"), take(open(6, "/a", DEVICE, 50).u32(Header.MNT_NS, CONTAINER)));
  }

  @Test
  void filesOfTheHostAreKnownBeforeAnyEvent() throws IOException {
    Path shadow = Files.writeString(root.resolve("etc/shadow"), "x");
    Files.createLink(root.resolve("etc/link"), shadow);
    Files.createSymbolicLink(root.resolve("etc/symbolic"), Path.of("/etc/shadow"));
    useFiles();
    files.register(Text.of("/etc/shadow"));
    files.register(Text.of("/etc/symbolic"));
    files.register(Text.of("/etc/none"));
    files.refresh(SECOND);
    assertEquals(List.of("/etc/shadow", "/etc/symbolic"), take(open(SECOND, "/etc/link")));
  }

  @Test
  void aFileThatIsReplacedIsNoticedWithinASecond() throws IOException {
    Path shadow = Files.writeString(root.resolve("etc/shadow"), "x");
    Files.createLink(root.resolve("etc/old"), shadow);
    useFiles();
    files.register(Text.of("/etc/shadow"));
    files.refresh(SECOND);
    take(open(SECOND, "/etc/shadow"));
    Path other = Files.writeString(root.resolve("etc/new"), "y");
    Files.createLink(root.resolve("etc/alias"), other);
    RecordWriter before = open(SECOND + 1, "/etc/shadow");
    Files.move(other, shadow, StandardCopyOption.REPLACE_EXISTING);
    files.refresh(SECOND + 1000);
    assertEquals(List.of(), take(open(SECOND + 2, "/etc/alias")));
    files.refresh(3 * SECOND);
    assertEquals(List.of("/etc/shadow"), take(open(3 * SECOND, "/etc/alias")));
    assertEquals(List.of(), take(open(3 * SECOND, "/etc/old")));
    // An event that was read late tells of the file that the path named then.
    take(before);
    assertEquals(List.of(), take(open(3 * SECOND, "/etc/old")));
    Files.delete(shadow);
    files.refresh(5 * SECOND);
    assertEquals(List.of(), take(open(5 * SECOND, "/etc/alias")));
  }

  @Test
  void aRenameOntoThePathIsNoticedAtOnce() throws IOException {
    Path shadow = Files.writeString(root.resolve("etc/shadow"), "x");
    Files.createLink(root.resolve("etc/old"), shadow);
    useFiles();
    files.register(Text.of("/etc/shadow"));
    files.refresh(SECOND);
    take(open(SECOND, "/etc/shadow"));
    Path other = Files.writeString(root.resolve("etc/new"), "y");
    Files.createLink(root.resolve("etc/alias"), other);
    Files.move(other, shadow, StandardCopyOption.REPLACE_EXISTING);
    take(rename(SECOND + 1, "/etc/new", "/etc/../etc/shadow"));
    files.refresh(SECOND + 2);
    assertEquals(List.of("/etc/shadow"), take(open(SECOND + 3, "/etc/alias")));
    assertEquals(List.of(), take(open(SECOND + 3, "/etc/old")));
  }

  @Test
  void unlinkForgetsWhatEventsShowed() {
    files.register(Text.of("/etc/shadow"));
    take(open(1, "/etc/shadow", DEVICE, 42));
    take(
        Records.event(EventType.UNLINKAT, 2, INIT)
            .u64(Header.RESULT, -13)
            .text(Fs.ASKED + Asked.TEXT, "/etc/shadow"));
    assertEquals(List.of("/etc/shadow"), take(open(3, "/a", DEVICE, 42)));
    take(
        Records.event(EventType.UNLINKAT, 4, INIT)
            .path(Fs.ASKED + Asked.BASE, "/etc")
            .text(Fs.ASKED + Asked.TEXT, "shadow"));
    assertEquals(List.of(), take(open(5, "/a", DEVICE, 42)));
  }

  @Test
  void namesThatAreNoTextAreFound() throws IOException {
    useFiles();
    Text name = Text.of(new byte[] {'/', 'e', 't', 'c', '/', (byte) 0xff, '%', ' ', '\n'});
    Path path = HostFiles.path(Text.of(root + name.substring(0, 5).toString()));
    Path file = path.resolve(HostFiles.path(name.substring(4, 9)).getFileName());
    Files.writeString(file, "x");
    assertEquals(
        name,
        Text.of(HostFiles.bytes(file))
            .substring(root.toString().length(), HostFiles.bytes(file).length));
    files.register(name);
    files.refresh(SECOND);
    FileStat stat = FileStat.of(file);
    assertNotNull(stat);
    assertTrue(files.matches(0, stat.device(), stat.inode(), 0));
  }

  @Test
  void learntIdentitiesAreBounded() {
    files.register(Text.of("/etc/shadow"));
    for (int i = 1; i <= 6000; i++) {
      take(open(i, "/etc/shadow", DEVICE, i).u32(Header.MNT_NS, i));
      assertEquals(List.of("/etc/shadow"), take(open(i, "/a", DEVICE, i).u32(Header.MNT_NS, i)));
    }
    int known = 0;
    for (int i = 1; i <= 6000; i++) {
      known += files.matches(0, DEVICE, i, i) ? 1 : 0;
    }
    assertTrue(known <= 4096, "known=" + known);
  }

  @Test
  void devicesOfStatAndOfRecordsAreTheSame() {
    assertEquals((8 << 20) | 1, HostFiles.kernelDevice(0x801));
    assertEquals((0xfff << 20) | 0xfffff, HostFiles.kernelDevice(0xffffffffL));
    assertEquals((259 << 20) | 300, HostFiles.kernelDevice(0x11032c));
  }
}
