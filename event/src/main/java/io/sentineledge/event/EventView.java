package io.sentineledge.event;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Path;
import io.sentineledge.event.RecordLayout.Span;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record. Text is decoded when it is first asked for and kept until the next {@link
 * #wrap}, so that an event that no rule asks about costs little and none allocates.
 *
 * <p>Field offsets are those of {@link RecordLayout}: {@code view.u32(Exec.ARGS_SIZE)}. A view
 * belongs to one thread, and everything it hands out is valid until the next {@code wrap}.
 */
public final class EventView {
  private static final ValueLayout.OfInt SIZE =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final VarHandle SHORT = byteArrayViewVarHandle(short[].class, LITTLE_ENDIAN);
  private static final VarHandle INT = byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);
  private static final VarHandle LONG = byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
  private static final int LARGEST = 1 << 16;
  private static final int COMM_BYTES = 16;

  /** The record: copied once, since many fields are read and a record in memory is cold. */
  private final byte[] bytes = new byte[LARGEST];

  private final RecordNames names = new RecordNames(this, bytes);
  private final Text comm = new Text();
  private MemorySegment segment = MemorySegment.NULL;
  private long origin;
  private int size;
  private int typeId;
  private boolean commKnown;

  /**
   * Moves to another record.
   *
   * @param offset of the record in the segment, bytes
   */
  public void wrap(MemorySegment segment, long offset) {
    this.segment = segment;
    origin = offset;
    size = segment.get(SIZE, offset + Header.SIZE);
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, bytes, 0, size);
    typeId = u16(Header.TYPE);
    commKnown = false;
    names.reset();
  }

  /** Says how to find where names led; until then that is not known. */
  public void lookup(NameLookup lookup) {
    names.lookup(lookup);
  }

  /** The memory that the record is in. */
  public MemorySegment segment() {
    return segment;
  }

  /** Where the record begins in {@link #segment}, bytes. */
  public long offset() {
    return origin;
  }

  /** Bytes of the whole record. */
  public int size() {
    return size;
  }

  /** The id in the record, which may be unknown to this version; see {@link EventType#of}. */
  public int typeId() {
    return typeId;
  }

  /** The type; asked only for records whose id is known. */
  public EventType type() {
    EventType type = EventType.of(typeId);
    if (type == null) {
      throw new IllegalStateException("record has an unknown event type, typeId=" + typeId);
    }
    return type;
  }

  /** Boot clock, ns. */
  public long time() {
    return u64(Header.TIME);
  }

  public int pid() {
    return u32(Header.PID);
  }

  /** Start of the process, ns of the boot clock; with {@link #pid} the identity of a process. */
  public long start() {
    return u64(Header.START);
  }

  /** Execs so far in the process's line of descent. */
  public int generation() {
    return u32(Header.GENERATION);
  }

  /** The call's return value, negative errno on failure. */
  public long result() {
    return u64(Header.RESULT);
  }

  public boolean flag(RecordFlag flag) {
    return (u16(Header.FLAGS) & flag.bit()) != 0;
  }

  public int u8(int field) {
    return bytes[field] & 0xff;
  }

  public int u16(int field) {
    return (short) SHORT.get(bytes, field) & 0xffff;
  }

  /** An unsigned or signed 32-bit field as an int; the caller knows which it is. */
  public int u32(int field) {
    return (int) INT.get(bytes, field);
  }

  public long u64(int field) {
    return (long) LONG.get(bytes, field);
  }

  /** The thread's name when the event happened. */
  public Text comm() {
    if (!commKnown) {
      commKnown = true;
      fixed(Header.COMM, COMM_BYTES, comm);
    }
    return comm;
  }

  /** A name of fixed size that ends at its first zero byte. */
  public void fixed(int field, int capacity, Text to) {
    int length = 0;
    while (length < capacity && bytes[field + length] != 0) {
      length++;
    }
    to.set(bytes, field, length);
  }

  /** Whether a span is there at all; an empty string is. */
  public boolean present(int span) {
    return u16(span + Span.OFF) != 0;
  }

  /**
   * The bytes of a span.
   *
   * @return false, and {@code to} untouched, if the span is absent
   */
  public boolean text(int span, Text to) {
    int offset = u16(span + Span.OFF);
    if (offset == 0) {
      return false;
    }
    to.set(bytes, offset, inside(offset, u16(span + Span.LEN)));
    return true;
  }

  /** A length, of bytes that all belong to the record. */
  int inside(int offset, int length) {
    Objects.checkFromIndexSize(offset, length, size);
    return length;
  }

  /** The path in the root of the container or host. */
  public boolean hostPath(int path, Text to) {
    return names.hostPath(path, to);
  }

  /** The path in the process's own root; false also when the file lies outside of it. */
  public boolean processPath(int path, Text to) {
    return names.processPath(path, to);
  }

  public boolean pathFlag(int path, PathFlag flag) {
    return (u16(path + Path.FLAGS) & flag.bit()) != 0;
  }

  /** Whether a path is there, whole, and still leads to its file from the process's root. */
  public boolean isInTree(int path) {
    return present(path)
        && u16(path + Path.FLAGS) == 0
        && u16(path + Path.ROOT) != RecordLayout.ROOT_NOT_MET;
  }

  /**
   * A name as the caller gave it, made absolute from its base and lexically normalised.
   *
   * @return false if the name is absent, or relative with no known base
   */
  public boolean asked(int asked, Text to) {
    return names.asked(asked, to);
  }

  /** Whether more is known of a name than what the process's memory held when the call ended. */
  public boolean otherKnown(int asked) {
    return present(asked + Asked.OTHER);
  }

  /**
   * Whether the memory of a name held another one at the other end of the call, or when the kernel
   * copied it; false also where that is not known.
   */
  public boolean changed(int asked) {
    return otherKnown(asked) && names.changed(asked);
  }

  /** The names of the file that the event is about; none for events without a file. */
  public FileNames files() {
    return names.files();
  }

  /** The second name of rename, link and symlink. */
  public FileNames targets() {
    return names.targets();
  }

  /**
   * The folder of the event's file, where the kernel found the file by the very name that was asked
   * for: {@link #files} then has this one name. Null where more must be looked at. Costs less than
   * the name, and nearly every file has just one.
   */
  public @Nullable Folder soleFolder() {
    return names.soleFolder();
  }

  /** The last component of the file in {@link #soleFolder}, to be asked after it. */
  public void soleLeaf(Text to) {
    names.soleLeaf(to);
  }

  /** What the asked name begins with where it is just the path of the event's file; else null. */
  public @Nullable Folder askedFolder() {
    return names.askedFolder();
  }

  boolean isOpen() {
    return (typeId >= EventType.OPEN.id() && typeId <= EventType.CREAT.id())
        || typeId == EventType.OPEN_BY_HANDLE_AT.id();
  }

  boolean isChdir() {
    return typeId == EventType.CHDIR.id() || typeId == EventType.FCHDIR.id();
  }

  /** A change of the file tree, or a call, whose record begins in the same way. */
  boolean isFs() {
    return (typeId >= EventType.UNLINK.id() && typeId <= EventType.FTRUNCATE.id())
        || (typeId >= EventType.SETUID.id() && typeId <= EventType.PRLIMIT64.id())
        || typeId == EventType.SPLICE.id()
        || typeId == EventType.IO_URING_CMD.id()
        || (typeId >= EventType.SENDFILE.id() && typeId <= EventType.FILE_SETATTR.id());
  }
}
