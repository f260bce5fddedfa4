package io.sentineledge.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipes that nobody writes to stand for file systems that do not answer. */
@Timeout(60)
class LookupsTest {
  private static final String OTHERWISE = "no answer";

  @TempDir private Path folder = Path.of("");
  private final Lookups lookups = Lookups.patient(NameCache.NONE);
  private final List<Path> pipes = new ArrayList<>();

  /** Opens it for reading, which waits for somebody who writes. */
  private String read(String name) throws IOException, InterruptedException {
    Path pipe = folder.resolve(name);
    if (!Files.exists(pipe)) {
      assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
      pipes.add(pipe);
    }
    return lookups.askOfName(name, () -> Files.newInputStream(pipe).toString(), OTHERWISE);
  }

  @AfterEach
  void answer() throws IOException {
    for (Path pipe : pipes) {
      new RandomAccessFile(pipe.toFile(), "rw").close();
    }
  }

  private String ask() {
    return lookups.ask("another", () -> "answer", OTHERWISE);
  }

  @Test
  void othersAreAnsweredWhileOneIsNot() throws Exception {
    assertEquals(OTHERWISE, read("silent"));
    assertEquals("answer", ask());
    assertEquals(1, lookups.overdue());
    assertEquals(1, lookups.unanswered());
    long begin = System.nanoTime();
    assertEquals(OTHERWISE, lookups.ask("silent", () -> "answer", OTHERWISE));
    assertTrue(System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(100));
  }

  @Test
  void namesAreWaitedForAPartOfEachSecond() throws Exception {
    assertEquals(OTHERWISE, read("silent"));
    assertEquals(OTHERWISE, lookups.askOfName("another", () -> "answer", OTHERWISE));
    assertEquals(2, lookups.unanswered());
    TimeUnit.MILLISECONDS.sleep(1100);
    assertEquals("answer", lookups.askOfName("another", () -> "answer", OTHERWISE));
  }

  @Test
  void withTooManyUnansweredNothingIsAskedUntilOneIs() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertEquals(OTHERWISE, read("silent" + i));
      TimeUnit.MILLISECONDS.sleep(1100); // Names are waited for a part of each second at most
    }
    assertEquals(OTHERWISE, ask());
    assertEquals(4, lookups.overdue());
    assertEquals(5, lookups.unanswered());
    new RandomAccessFile(pipes.getFirst().toFile(), "rw").close();
    while (ask().equals(OTHERWISE)) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Test
  void aFailureIsNoAnswer() {
    assertEquals(
        OTHERWISE,
        lookups.ask(
            "failing",
            () -> {
              throw new IOException("a test");
            },
            OTHERWISE));
    assertEquals("answer", ask());
  }

  @Test
  void filesByName() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "four");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    FileStat is = FileStat.of(file);
    assertEquals(is, lookups.stat(HostFiles.bytes(link), true));
    assertEquals(
        FileStat.of(link, LinkOption.NOFOLLOW_LINKS), lookups.stat(HostFiles.bytes(link), false));
    assertNull(lookups.stat(HostFiles.bytes(folder.resolve("none")), true));
  }
}
