package io.sentineledge.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Reads a BPF ring buffer (BPF_MAP_TYPE_RINGBUF, Linux 5.8) in place, without copying and without
 * allocating. One thread drains; the positions may be read by any thread.
 *
 * <p>The kernel maps the data pages twice in a row, so that a record that wraps round the end is
 * contiguous in memory. See kernel/bpf/ringbuf.c.
 *
 * <pre>
 * page 0          consumer position, u64: how far this reader is; written here only
 * page 1          producer position, u64: how far the kernel has reserved; read only
 * page 2...       data, then the same pages again; read only
 *
 * record          0: u32 length, bit 31 busy (reserved, not committed), bit 30 discarded
 *                 4: u32 offset of the page, kernel's own use
 *                 8: the record, padded to a multiple of 8 bytes
 * </pre>
 */
public final class RingBuffer implements AutoCloseable {
  /** Takes the records. */
  @FunctionalInterface
  public interface Handler {
    /**
     * One record, valid until this call returns. An exception ends the pass; the record counts as
     * consumed.
     *
     * @param data the ring's memory
     * @param offset where the record starts in it; a multiple of 8
     * @param length bytes of the record
     */
    void onRecord(MemorySegment data, long offset, int length);
  }

  private static final int DISCARDED = 1 << 30;
  private static final int HEADER_BYTES = 8;
  private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle RECORD_HEADER = ValueLayout.JAVA_INT.varHandle();

  private final int fd;
  private final long size;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment consumerPage;
  private final MemorySegment producerPage;
  private final MemorySegment data;

  /** The consumer position; ahead of the published one only inside {@link #drain}. */
  private long consumed;

  /**
   * Maps the ring.
   *
   * @param map a loaded map of type ring buffer; its descriptor must stay open
   * @throws KernelException where the kernel refuses
   */
  public RingBuffer(BpfMap map) {
    fd = map.fd();
    size = map.maxEntries();
    int page = LibC.pageSize();
    try {
      consumerPage =
          LibC.map(arena, page, LibC.PROT_READ | LibC.PROT_WRITE, LibC.MAP_SHARED, fd, 0);
      MemorySegment readOnly =
          LibC.map(arena, page + 2 * size, LibC.PROT_READ, LibC.MAP_SHARED, fd, page).asReadOnly();
      producerPage = readOnly.asSlice(0, page);
      data = readOnly.asSlice(page);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
    consumed = (long) POSITION.getAcquire(consumerPage, 0L);
  }

  /** For tests: a ring in plain memory, where the test plays the kernel. Data must be doubled. */
  RingBuffer(MemorySegment consumerPage, MemorySegment producerPage, MemorySegment data) {
    fd = -1;
    size = data.byteSize() / 2;
    this.consumerPage = consumerPage;
    this.producerPage = producerPage;
    this.data = data;
    consumed = (long) POSITION.getAcquire(consumerPage, 0L);
  }

  /** Hands out up to {@code max} of the records that are there now. Returns how many. */
  public int drain(Handler handler, int max) {
    return drain(handler, max, producerPosition());
  }

  /**
   * Hands out up to {@code max} committed records that start before {@code limit}, a position that
   * {@link #producerPosition} returned. Ends early at a record that is not committed yet. Their
   * space is given back to the kernel when this returns.
   *
   * @return how many were handed out; discarded ones do not count
   */
  public int drain(Handler handler, int max, long limit) {
    MemorySegment ring = data;
    long mask = size - 1;
    long position = consumed;
    int count = 0;
    try {
      while (count < max && position < limit) {
        long at = position & mask;
        int header = (int) RECORD_HEADER.getAcquire(ring, at);
        if (header < 0) { // bit 31: busy
          break;
        }
        int length = header & ~DISCARDED;
        position += (length + HEADER_BYTES + 7L) & ~7L;
        if (header == length) {
          count++;
          handler.onRecord(ring, at + HEADER_BYTES, length);
        }
      }
    } finally {
      if (position != consumed) {
        consumed = position;
        POSITION.setRelease(consumerPage, 0L, position);
      }
    }
    return count;
  }

  /** Where the kernel will write next: bytes since the ring was created. */
  public long producerPosition() {
    return (long) POSITION.getAcquire(producerPage, 0L);
  }

  /** Where the reader will read next: bytes since the ring was created. */
  public long consumerPosition() {
    return (long) POSITION.getAcquire(consumerPage, 0L);
  }

  /**
   * Whether everything reserved so far has been consumed. A true answer is final enough to sleep
   * on: the consumer position was published, and after a full fence the producer had not moved. A
   * record that comes later finds that the reader has caught up, and wakes it (unless its program
   * asks for no wake-up).
   */
  public boolean caughtUp() {
    VarHandle.fullFence();
    return producerPosition() == consumerPosition();
  }

  /** Bytes of the data area. */
  public long size() {
    return size;
  }

  /** The descriptor to wait on. */
  public int fd() {
    return fd;
  }

  /** Unmaps the ring. A reader that is inside {@link #drain} gets an IllegalStateException. */
  @Override
  public void close() {
    arena.close();
  }
}
