package io.sentineledge.bench;

import io.sentineledge.event.EventType;
import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Inode;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Path;
import io.sentineledge.event.RecordLayout.Span;
import io.sentineledge.event.RecordWriter;
import io.sentineledge.kernel.BpfObject;
import io.sentineledge.kernel.LibBpf;
import io.sentineledge.kernel.RingBuffer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reading and decoding against a C consumer on libbpf: both read the same fields of the same
 * records, each from a ring of its own, in one process, in turn. The sums of what they read must
 * agree.
 */
final class ReaderBenchmark {
  private static final int WARM_UP_ROUNDS = 300;
  private static final int ROUNDS = 400;

  /** What is in the ring at each round. */
  private static final int FILLS = 8;

  private final EventView view = new EventView();
  private long sum;
  private int records;

  private ReaderBenchmark() {}

  static void run(java.nio.file.Path tools) throws IOException {
    new ReaderBenchmark().compare(tools);
  }

  private void compare(java.nio.file.Path tools) throws IOException {
    byte[] record =
        new RecordWriter(EventType.OPENAT)
            .comm("workload")
            .u64(Header.TIME, 123_456_789)
            .u32(Header.PID, 4711)
            .u32(Header.TID, 4712)
            .path(Open.PATH, "/usr/share/zoneinfo/Europe/Berlin")
            .text(Open.ASKED + Asked.TEXT, "/etc/localtime")
            .build();
    try (Arena arena = Arena.ofConfined();
        BpfObject object =
            BpfObject.open(
                LibBpf.instance(), "fill", Files.readAllBytes(tools.resolve("fill.bpf.o")))) {
      MemorySegment.copy(
          MemorySegment.ofArray(record), 0, object.variable("template"), 0, record.length);
      object.set("size", record.length);
      object.load();
      ConsumeLibrary c = new ConsumeLibrary(tools, arena);
      int program = object.program("fill").fd();
      try (RingBuffer ring = new RingBuffer(object.map("ring_java"))) {
        MemorySegment consumer = c.open(object.map("ring_c").fd());
        long[] java = new long[ROUNDS];
        long[] native_ = new long[ROUNDS];
        long before = 0;
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
          if (round == 0) {
            before = allocated();
          }
          c.fill(program, FILLS);
          long javaTime = drain(ring);
          long nativeTime = c.consume(consumer);
          if (round >= 0) {
            java[round] = javaTime;
            native_[round] = nativeTime;
          }
        }
        long bytes = allocated() - before;
        c.close(consumer);
        report(java, native_, bytes, c.checksum());
      }
    }
  }

  private void report(long[] java, long[] native_, long bytes, long checksum) {
    if (checksum != sum) {
      throw new IllegalStateException("the two consumers read different values");
    }
    double perRound = (double) records / (ROUNDS + WARM_UP_ROUNDS);
    double javaNs = median(java) / perRound;
    double nativeNs = median(native_) / perRound;
    System.out.printf(
        Locale.ROOT,
        "reader+decode: Java %.1f ns, C libbpf %.1f ns an event, ratio %.2f; %d bytes allocated in %d events%n",
        javaNs,
        nativeNs,
        javaNs / nativeNs,
        bytes,
        (long) (perRound * ROUNDS));
  }

  private long drain(RingBuffer ring) {
    long start = System.nanoTime();
    records += ring.drain(this::read, Integer.MAX_VALUE);
    return System.nanoTime() - start;
  }

  private void read(MemorySegment data, long offset, int length) {
    EventView e = view;
    e.wrap(data, offset);
    sum +=
        e.typeId()
            + e.time()
            + e.pid()
            + e.u32(Header.TID)
            + e.start()
            + e.generation()
            + e.u32(Header.UID)
            + e.result()
            + e.u32(Open.INODE + Inode.DEV)
            + e.u64(Open.INODE + Inode.INO)
            + e.u64(Open.OPEN_FLAGS)
            + e.u16(Open.PATH + Path.NAMES + Span.LEN);
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static double median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
