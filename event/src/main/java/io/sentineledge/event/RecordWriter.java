package io.sentineledge.event;

import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Path;
import io.sentineledge.event.RecordLayout.Span;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes records as the kernel programs do, for sources without a kernel: synthetic ones, tests,
 * rule tests.
 *
 * <p>Field offsets are those of {@link RecordLayout}. Not safe for use by several threads.
 */
public final class RecordWriter {
  private static final int CAPACITY = 1 << 16;
  private static final int SMALLEST = 1 << 10;
  private static final int COMM_BYTES = 16;

  private ByteBuffer buffer = ByteBuffer.allocate(SMALLEST).order(ByteOrder.LITTLE_ENDIAN);
  private int end;

  /** A record of this type, all of it zero. */
  public RecordWriter(EventType type) {
    end = bytes(type.family());
    u16(Header.TYPE, type.id());
  }

  private static int bytes(EventType.Family family) {
    return switch (family) {
      case EXEC -> RecordLayout.Exec.BYTES;
      case FORK -> RecordLayout.Fork.BYTES;
      case EXIT -> RecordLayout.Exit.BYTES;
      case COMM -> RecordLayout.Comm.BYTES;
      case CHDIR -> RecordLayout.Chdir.BYTES;
      case PTRACE -> RecordLayout.Ptrace.BYTES;
      case NET -> RecordLayout.Net.BYTES;
      case OPEN -> RecordLayout.Open.BYTES;
      case FS -> RecordLayout.Fs.BYTES;
      case CALL -> RecordLayout.Syscall.BYTES;
    };
  }

  public RecordWriter u8(int field, int value) {
    buffer.put(field, (byte) value);
    return this;
  }

  public RecordWriter u16(int field, int value) {
    buffer.putShort(field, (short) value);
    return this;
  }

  public RecordWriter u32(int field, int value) {
    buffer.putInt(field, value);
    return this;
  }

  public RecordWriter u64(int field, long value) {
    buffer.putLong(field, value);
    return this;
  }

  /** Sets bits of the record's flags. */
  public RecordWriter flag(RecordFlag flag) {
    return u16(Header.FLAGS, buffer.getShort(Header.FLAGS) | flag.bit());
  }

  /** The thread's name, cut at 15 bytes as the kernel does. */
  public RecordWriter comm(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    buffer.put(Header.COMM, Arrays.copyOf(bytes, COMM_BYTES), 0, COMM_BYTES - 1);
    return this;
  }

  /** The bytes of a span. */
  public RecordWriter text(int span, byte[] value) {
    if (end + value.length > CAPACITY) {
      throw new IllegalArgumentException(
          "record would exceed 65536 bytes, size=" + (end + value.length));
    }
    if (end + value.length > buffer.capacity()) {
      int larger = Math.min(CAPACITY, 2 * (end + value.length));
      buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), larger)).order(buffer.order());
    }
    buffer.put(end, value);
    u16(span + Span.OFF, end);
    u16(span + Span.LEN, value.length);
    end += value.length;
    return this;
  }

  public RecordWriter text(int span, String value) {
    return text(span, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Strings that each end in a zero byte: argument lists and environments. */
  public RecordWriter strings(int span, Iterable<String> values) {
    StringBuilder joined = new StringBuilder();
    values.forEach(value -> joined.append(value).append('\0'));
    return text(span, joined.toString());
  }

  /** A path of a process whose root is the root of its mount namespace. */
  public RecordWriter path(int field, String path) {
    return path(field, path, "");
  }

  /**
   * A path of a process in a changed root.
   *
   * @param path below the process's root, absolute
   * @param root where that root lies in the root of the container or host, without a slash at the
   *     end
   */
  public RecordWriter path(int field, String path, String root) {
    byte[] inner = components(path);
    byte[] outer = components(root);
    byte[] all = Arrays.copyOf(inner, inner.length + outer.length);
    System.arraycopy(outer, 0, all, inner.length, outer.length);
    text(field + Path.NAMES, all);
    return u16(field + Path.ROOT, inner.length);
  }

  public RecordWriter pathFlag(int field, PathFlag flag) {
    return u16(field + Path.FLAGS, buffer.getShort(field + Path.FLAGS) | flag.bit());
  }

  private static byte[] components(String path) {
    StringBuilder reversed = new StringBuilder();
    for (String component : path.split("/")) {
      if (!component.isEmpty()) {
        reversed.insert(0, component + '\0');
      }
    }
    return reversed.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The record's bytes, padded to a multiple of eight as in the ring buffer. */
  public byte[] build() {
    u32(Header.SIZE, end);
    return Arrays.copyOf(buffer.array(), (end + 7) & ~7);
  }
}
