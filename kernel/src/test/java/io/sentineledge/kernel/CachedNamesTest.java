package io.sentineledge.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sentineledge.kernel.CachedNames.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against files that this process has just used, so that the kernel remembers them. */
class CachedNamesTest {
  @TempDir private Path folder = Path.of("");
  private final CachedNames names = new CachedNames();
  private Path file = Path.of("");
  private Path link = Path.of("");

  @BeforeEach
  void files() throws IOException, InterruptedException {
    folder = folder.toRealPath();
    file = Files.writeString(folder.resolve("file"), "four");
    link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    // Once a link was followed later than it was made, following it changes no time of it
    TimeUnit.MILLISECONDS.sleep(20);
    Files.readString(link);
  }

  private Answer find(Path name, boolean follow) {
    return names.find(name.toString().getBytes(UTF_8), follow);
  }

  private String path() {
    return new String(names.path(), UTF_8);
  }

  @Test
  void whatALinkLeadsTo() throws IOException {
    Instant time = Instant.parse("2024-05-06T07:08:09.123456789Z");
    Files.setLastModifiedTime(file, FileTime.from(time));
    assertEquals(Answer.FOUND, find(link, true));
    assertEquals(file.toString(), path());
    assertEquals((long) Files.getAttribute(file, "unix:ino"), names.inode());
    assertEquals(4, names.size());
    assertEquals(TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano(), names.mtime());
    long changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).to(TimeUnit.NANOSECONDS);
    assertEquals(changed, names.ctime());
    long device = (long) Files.getAttribute(file, "unix:dev");
    assertEquals((device >>> 8 & 0xfff) << 20 | (device & 0xff), names.device());
  }

  @Test
  void theLinkItself() throws IOException {
    assertEquals(Answer.FOUND, find(link, false));
    assertEquals(link.toString(), path());
    long inode = (long) Files.getAttribute(link, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    assertEquals(inode, names.inode());
  }

  @Test
  void namesThatLeadNowhere() {
    assertFalse(Files.exists(folder.resolve("none")));
    assertEquals(Answer.MISSING, find(folder.resolve("none"), true));
  }

  /** The links of a process's own in /proc are made by the file system, each time. */
  @Test
  void whatOnlyTheFileSystemKnows() {
    assertEquals(Answer.UNKNOWN, find(Path.of("/proc/self/cwd/file"), true));
  }

  @Test
  void namesThatAreTooLong() {
    assertEquals(Answer.UNKNOWN, names.find(new byte[4096], true));
  }

  @Test
  void leavesNoDescriptor() throws IOException {
    find(file, true);
    long before = descriptors();
    for (int i = 0; i < 100; i++) {
      find(file, true);
      find(folder.resolve("none"), true);
    }
    assertEquals(before, descriptors());
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
