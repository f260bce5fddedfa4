package io.sentineledge.sensor.capture;

import static io.sentineledge.sensor.capture.CaptureFormat.HEADER_BYTES;
import static io.sentineledge.sensor.capture.CaptureFormat.U32;
import static io.sentineledge.sensor.capture.CaptureFormat.U64;

import io.sentineledge.event.Text;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a capture block by block, each into the same memory, where nobody else can change it after
 * its checksum was verified. A block that is damaged is left out and reported, and reading goes on
 * at the next one: a block begins with the file's marker, which was not known to whoever caused the
 * records. Time and memory are bounded whatever the file holds.
 *
 * <p>For one thread.
 */
final class CaptureReader implements AutoCloseable {
  private static final int MOST_REPORTS = 100;
  private static final long SMALLEST = 1 << 10;

  private final Path path;
  private final FileChannel channel;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment header = arena.allocate(HEADER_BYTES, Long.BYTES);
  private final MemorySegment content;
  private final List<Damage> damage = new ArrayList<>();
  private final long marker;
  private long position = HEADER_BYTES;
  private long number;
  private long blockAt;
  private int damaged;
  private byte[] facts = new byte[0];
  private Text users = Text.EMPTY;
  private Text groups = Text.EMPTY;
  private @Nullable TotalsContent totals;

  /**
   * @throws CaptureException if it is not a capture, or not one that this version reads
   */
  CaptureReader(Path path) {
    this.path = path;
    try {
      if (!Files.isRegularFile(path) && Files.exists(path)) {
        throw new CaptureException(path + " is not a regular file");
      }
      channel = FileChannel.open(path, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new CaptureException(path + " does not exist", e);
    } catch (IOException e) {
      throw new CaptureException(path + " cannot be read: " + e.getMessage(), e);
    }
    try {
      content = arena.allocate(Math.clamp(size(), SMALLEST, CaptureFormat.MAX_CONTENT), Long.BYTES);
      marker = readFileHeader();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private long readFileHeader() {
    int found = read(header, 0, HEADER_BYTES);
    if (found < Long.BYTES || header.get(U64, CaptureFormat.MAGIC_AT) != CaptureFormat.MAGIC) {
      throw new CaptureException(path + " is not a capture of sentinel-edge record");
    }
    if (found < HEADER_BYTES) {
      throw new CaptureException(path + " ends within its header: nothing was recorded");
    }
    int version = header.get(U32, CaptureFormat.VERSION_AT);
    if (version != CaptureFormat.VERSION) {
      throw new CaptureException(
          "%s has version %s of the capture format, this agent reads version %d; replay it with the agent that recorded it"
              .formatted(path, Integer.toUnsignedString(version), CaptureFormat.VERSION));
    }
    if (!CaptureFormat.isSealed(header)) {
      throw new CaptureException(path + ": the file's header is damaged: its checksum is wrong");
    }
    long layout = header.get(U64, CaptureFormat.LAYOUT_AT);
    if (layout != LayoutFingerprint.VALUE) {
      throw new CaptureException(
          "%s holds records of another layout (%016x, this agent reads %016x); replay it with the version of the agent that recorded it"
              .formatted(path, layout, LayoutFingerprint.VALUE));
    }
    return header.get(U64, CaptureFormat.FILE_MARKER_AT);
  }

  /** Moves on to the next block of records; false at the end. */
  boolean next() {
    while (true) {
      long at = position;
      int found = read(header, at, HEADER_BYTES);
      if (found == 0) {
        return false;
      }
      if (found < HEADER_BYTES) {
        return skipTo(at, at + found, "the file ends within a block");
      }
      int length = header.get(U32, CaptureFormat.LENGTH_AT);
      boolean believed =
          header.get(U64, CaptureFormat.MARKER_AT) == marker
              && CaptureFormat.isSealed(header)
              && length >= 0
              && length <= CaptureFormat.MAX_CONTENT
              && length % Long.BYTES == 0;
      if (!believed) {
        resume(at, "no block begins here");
        continue;
      }
      if (length > content.byteSize()
          || at + HEADER_BYTES + length > size()
          || read(content, at + HEADER_BYTES, length) < length) {
        resume(at, "the file ends within a block");
        continue;
      }
      long end = at + HEADER_BYTES + length;
      if (header.get(U32, CaptureFormat.CONTENT_CHECKSUM_AT)
          != CaptureFormat.checksum(content.asSlice(0, length))) {
        number = header.get(U64, CaptureFormat.NUMBER_AT) + 1;
        skipTo(at, end, "a block's checksum is wrong, records=" + records());
        continue;
      }
      long is = header.get(U64, CaptureFormat.NUMBER_AT);
      if (is < number) {
        skipTo(at, end, "block %d comes after block %d".formatted(is, number - 1));
        continue;
      }
      if (is > number && damaged == 0) {
        report(at, 0, "%d blocks are missing before this one".formatted(is - number));
      }
      number = is + 1;
      position = end;
      blockAt = at;
      if (accept(length)) {
        return true;
      }
    }
  }

  /** Takes in a block that holds no records; true for one that does. */
  private boolean accept(int length) {
    switch (kind()) {
      case CaptureFormat.TASKS, CaptureFormat.EVENTS -> {
        return true;
      }
      case CaptureFormat.MACHINE -> facts = bytes(length);
      case CaptureFormat.ACCOUNTS -> {
        AccountsContent read = AccountsContent.decode(bytes(length));
        if (read == null) {
          report(blockAt, length, "users and groups have impossible lengths");
        } else {
          users = read.users();
          groups = read.groups();
        }
      }
      case CaptureFormat.TOTALS -> {
        TotalsContent read = TotalsContent.decode(bytes(length));
        if (read == null) {
          report(blockAt, length, "totals have impossible numbers");
        } else {
          totals = read;
        }
      }
      default -> {
        // A later version may add kinds that this one can do without
      }
    }
    return false;
  }

  private byte[] bytes(int length) {
    return content.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Goes on at the next marker after a place that cannot be read. */
  private void resume(long from, String reason) {
    long at = from + 1;
    int window = (int) SMALLEST;
    while (true) {
      // Small at first: whoever forges many headers must not make each of them costly
      int found = read(content, at, window);
      if (found < HEADER_BYTES) {
        skipTo(from, at + found, reason);
        return;
      }
      byte first = (byte) marker;
      for (int i = 0; i <= found - Long.BYTES; i++) {
        if (content.get(ValueLayout.JAVA_BYTE, i) == first && content.get(U64, i) == marker) {
          skipTo(from, at + i, reason);
          return;
        }
      }
      at += found - Long.BYTES + 1;
      window = (int) Math.min(2L * window, content.byteSize());
    }
  }

  private boolean skipTo(long from, long to, String reason) {
    report(from, to - from, reason);
    position = to;
    return false;
  }

  /** Notes a damage; the first hundred of them in words. */
  void report(long offset, long bytes, String reason) {
    if (damaged++ < MOST_REPORTS) {
      damage.add(new Damage(offset, bytes, reason));
    }
  }

  /** Reads as many bytes as there are, at most {@code length}. */
  private int read(MemorySegment to, long at, int length) {
    try {
      ByteBuffer buffer = to.asSlice(0, length).asByteBuffer();
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, at + buffer.position()) < 0) {
          break;
        }
      }
      return buffer.position();
    } catch (IOException e) {
      throw new CaptureException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw new CaptureException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  int kind() {
    return header.get(U32, CaptureFormat.KIND_AT);
  }

  /** The content of the block; the same object for all. */
  MemorySegment content() {
    return content;
  }

  int length() {
    return header.get(U32, CaptureFormat.LENGTH_AT);
  }

  /** Records that the block says it has. */
  int records() {
    return header.get(U32, CaptureFormat.RECORDS_AT);
  }

  /** Where the block's content begins in the file. */
  long contentAt() {
    return blockAt + HEADER_BYTES;
  }

  long firstTime() {
    return header.get(U64, CaptureFormat.FIRST_TIME_AT);
  }

  long lastTime() {
    return header.get(U64, CaptureFormat.LAST_TIME_AT);
  }

  long bootTime() {
    return header.get(U64, CaptureFormat.BOOT_TIME_AT);
  }

  Machine machine() {
    return Machine.of(facts, users, groups);
  }

  /** The latest totals so far; null if there were none. */
  @Nullable TotalsContent totals() {
    return totals;
  }

  List<Damage> damage() {
    return List.copyOf(damage);
  }

  /** How many damages there are, more perhaps than {@link #damage} tells. */
  int damaged() {
    return damaged;
  }

  @Override
  public void close() {
    arena.close();
    try {
      channel.close();
    } catch (IOException e) {
      throw new CaptureException(path + " cannot be closed: " + e.getMessage(), e);
    }
  }
}
