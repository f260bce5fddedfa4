package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which late ends of a sleep are halts; {@code GuardTest} has those of a whole agent. */
@Timeout(120)
class HaltsTest {
  private static final Path PROCESSORS = Path.of("/sys/fs/cgroup/cpu");
  private static final Duration SLEEP = Duration.ofMillis(200);
  private static final long LATE = TimeUnit.MILLISECONDS.toNanos(2300);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

  @TempDir private Path folder = Path.of("");
  private final Halts halts = new Halts();

  /** What is told of a sleep of the calling thread, in that group, that ended much too late. */
  private Optional<Halts.Halt> ofALateSleep(Path group) throws IOException, InterruptedException {
    Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
    Files.writeString(group.resolve("tasks"), self.getFileName().toString());
    long end = System.nanoTime() + LONGEST;
    while (System.nanoTime() < end) {
      long begin = System.nanoTime();
      halts.sleep(SLEEP);
      if (System.nanoTime() - begin > LATE) {
        return Optional.ofNullable(halts.take());
      }
    }
    throw new AssertionError("no sleep ended too late");
  }

  @Test
  void aThreadThatGetsNoProcessorIsNotHalted() throws Exception {
    Root.needed();
    assumeTrue(Files.isDirectory(PROCESSORS), "no processor controller of version 1 is mounted");
    Path group = Files.createDirectory(PROCESSORS.resolve("se-" + folder.getFileName()));
    String busy = "echo $$ >" + group + "/cgroup.procs; while :; do :; done";
    Process other = new ProcessBuilder("timeout", "90", "sh", "-c", busy).start();
    try {
      Files.writeString(group.resolve("cpu.cfs_period_us"), "1000000");
      Files.writeString(group.resolve("cpu.cfs_quota_us"), "1000");
      FutureTask<Optional<Halts.Halt>> told = new FutureTask<>(() -> ofALateSleep(group));
      Thread starved = Thread.ofPlatform().start(told);
      assertEquals(Optional.empty(), told.get());
      starved.join();
    } finally {
      Files.writeString(group.resolve("cpu.cfs_quota_us"), "-1");
      other.destroy();
      other.waitFor();
      for (int i = 0; i < 100 && !Files.readString(group.resolve("tasks")).isEmpty(); i++) {
        Thread.sleep(50);
      }
      Files.delete(group);
    }
    assertTrue(Files.notExists(group));
  }
}
