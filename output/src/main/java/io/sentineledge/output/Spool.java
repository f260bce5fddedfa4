package io.sentineledge.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Records that wait on disk, in order, also across a restart of the agent. For one thread at a
 * time.
 *
 * <pre>
 * 0: i64 offset of the first record that was not taken
 * 8: records, each: i32 length, bytes; the length is negative if it was taken before others
 * </pre>
 *
 * <p>What is taken twice after a crash was taken once before it; nothing is left out. A record that
 * a crash cut is dropped. The file becomes empty again once everything is taken, and what waits is
 * written anew without what was taken when that makes room.
 */
public final class Spool implements AutoCloseable {
  private static final int HEADER = Long.BYTES;
  private static final int LARGEST_RECORD = 1 << 24;

  /** What waits is written anew when that frees at least this part of it. */
  private static final int WORTH = 4;

  private final Path file;
  private FileChannel channel;
  private volatile long maxBytes;
  private long first;
  private long end;
  private volatile long waitingBytes;

  /** Where the records are that {@link #first} has given, and where the last of them ends. */
  private final List<Long> given = new ArrayList<>();

  private long givenEnd;

  /**
   * Opens a spool, with what it held.
   *
   * @param maxBytes the file does not become larger
   */
  public Spool(Path file, long maxBytes) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    this.file = file;
    this.maxBytes = maxBytes;
    channel = open(file);
    recover();
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private void recover() throws IOException {
    long size = channel.size();
    first = size >= HEADER ? read(0, Long.BYTES).getLong() : HEADER;
    if (first < HEADER || first > size) {
      first = HEADER;
    }
    end = first;
    for (long next = after(end, size); next > 0; next = after(end, size)) {
      end = next;
    }
    channel.truncate(Math.max(end, HEADER));
    forgetTaken();
  }

  /** Where the record that starts at a place ends; 0 if there is none, or not all of it. */
  private long after(long at, long size) throws IOException {
    if (at + Integer.BYTES > size) {
      return 0;
    }
    int length = Math.abs(read(at, Integer.BYTES).getInt());
    long next = at + Integer.BYTES + length;
    return length <= 0 || length > LARGEST_RECORD || next > size ? 0 : next;
  }

  private ByteBuffer read(long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
      // until it is full
    }
    return buffer.flip();
  }

  private void write(long at, ByteBuffer bytes) throws IOException {
    long to = at;
    while (bytes.hasRemaining()) {
      to += channel.write(bytes, to);
    }
  }

  private void reset() throws IOException {
    first = HEADER;
    end = HEADER;
    channel.truncate(0);
    write(0, ByteBuffer.allocate(Long.BYTES).putLong(first).flip());
    waitingBytes = 0;
  }

  /** Lets the file become so large; what is in it stays. For any thread. */
  public void limit(long bytes) {
    maxBytes = bytes;
  }

  /**
   * Adds a record.
   *
   * @return false if there is no room for it
   */
  public boolean add(byte[] bytes) throws IOException {
    long needed = Integer.BYTES + (long) bytes.length;
    if (bytes.length == 0 || bytes.length > LARGEST_RECORD) {
      return false;
    }
    if (end + needed > maxBytes && first - HEADER >= Math.max((end - first) / WORTH, needed)) {
      compact();
    }
    if (end + needed > maxBytes) {
      return false;
    }
    ByteBuffer record = ByteBuffer.allocate((int) needed);
    write(end, record.putInt(bytes.length).put(bytes).flip());
    end += needed;
    waitingBytes = end - first;
    return true;
  }

  /** Writes what waits to a new file that takes this one's place. */
  private void compact() throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    FileChannel copy = open(next);
    try {
      copy.write(ByteBuffer.allocate(Long.BYTES).putLong(HEADER).flip());
      for (long at = first; at < end; ) {
        at += channel.transferTo(at, end - at, copy);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      copy.close();
      throw e;
    }
    channel.close();
    channel = copy;
    long moved = first - HEADER;
    first -= moved;
    end -= moved;
    givenEnd -= moved;
    given.replaceAll(at -> at - moved);
  }

  /** The first records, at most so many. They stay until they are {@link #taken}. */
  public List<byte[]> first(int count) throws IOException {
    List<byte[]> records = new ArrayList<>();
    given.clear();
    long at = first;
    while (records.size() < count && at < end) {
      int length = read(at, Integer.BYTES).getInt();
      if (length > 0) {
        records.add(read(at + Integer.BYTES, length).array());
        given.add(at);
      }
      at += Integer.BYTES + Math.abs(length);
    }
    givenEnd = at;
    return records;
  }

  /**
   * Forgets some of the records that {@link #first} has given last.
   *
   * @param which their places in that list
   */
  public void taken(BitSet which) throws IOException {
    int kept = which.nextClearBit(0);
    first = kept < given.size() ? given.get(kept) : givenEnd;
    for (int i = which.nextSetBit(kept); i >= 0; i = which.nextSetBit(i + 1)) {
      int length = read(given.get(i), Integer.BYTES).getInt();
      write(given.get(i), ByteBuffer.allocate(Integer.BYTES).putInt(-length).flip());
    }
    forgetTaken();
  }

  /** Leaves out what was taken before others, and is now at the beginning. */
  private void forgetTaken() throws IOException {
    int length = first < end ? read(first, Integer.BYTES).getInt() : 0;
    while (length < 0) {
      first += Integer.BYTES - length;
      length = first < end ? read(first, Integer.BYTES).getInt() : 0;
    }
    if (first == end) {
      reset();
    } else {
      write(0, ByteBuffer.allocate(Long.BYTES).putLong(first).flip());
      waitingBytes = end - first;
    }
  }

  public boolean isEmpty() {
    return first == end;
  }

  /** Bytes that wait. For any thread. */
  public long waitingBytes() {
    return waitingBytes;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // What was written is written
    }
  }
}
