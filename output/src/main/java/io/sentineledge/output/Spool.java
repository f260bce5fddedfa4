package io.sentineledge.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Records that wait on disk, in order, also across a restart of the agent. For one thread at a
 * time.
 *
 * <pre>
 * 0: i64 offset of the first record that was not taken
 * 8: records, each: i32 length, bytes
 * </pre>
 *
 * <p>What is taken twice after a crash was taken once before it; nothing is left out. A record that
 * a crash cut is dropped. The file becomes empty again once everything is taken.
 */
public final class Spool implements AutoCloseable {
  private static final int HEADER = Long.BYTES;
  private static final int LARGEST_RECORD = 1 << 24;

  private final FileChannel channel;
  private volatile long maxBytes;
  private long first;
  private long end;
  private volatile long waitingBytes;

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
    this.maxBytes = maxBytes;
    channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    recover();
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
    if (end == first) {
      reset();
    } else {
      channel.truncate(end);
    }
    waitingBytes = end - first;
  }

  /** Where the record that starts at a place ends; 0 if there is none, or not all of it. */
  private long after(long at, long size) throws IOException {
    if (at + Integer.BYTES > size) {
      return 0;
    }
    int length = read(at, Integer.BYTES).getInt();
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
    long next = end + Integer.BYTES + bytes.length;
    if (next > maxBytes || bytes.length == 0 || bytes.length > LARGEST_RECORD) {
      return false;
    }
    ByteBuffer record = ByteBuffer.allocate(Integer.BYTES + bytes.length);
    write(end, record.putInt(bytes.length).put(bytes).flip());
    end = next;
    waitingBytes = end - first;
    return true;
  }

  /** The first records, at most so many. They stay until they are {@link #taken}. */
  public List<byte[]> first(int count) throws IOException {
    List<byte[]> records = new ArrayList<>();
    long at = first;
    while (records.size() < count && at < end) {
      int length = read(at, Integer.BYTES).getInt();
      records.add(read(at + Integer.BYTES, length).array());
      at += Integer.BYTES + length;
    }
    return records;
  }

  /** Forgets the first records. */
  public void taken(List<byte[]> records) throws IOException {
    for (byte[] record : records) {
      first += Integer.BYTES + record.length;
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
