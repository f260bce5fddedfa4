package io.sentineledge.event;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.sentineledge.event.RecordLayout.Asked;
import io.sentineledge.event.RecordLayout.Chdir;
import io.sentineledge.event.RecordLayout.Fs;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Open;
import io.sentineledge.event.RecordLayout.Path;
import io.sentineledge.event.RecordLayout.Span;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
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

  // What a remembered text is made of: with the offset of its field, a key.
  private static final int WHOLE_PATH = 2 << 16;
  private static final int INNER_PATH = 3 << 16;
  private static final int ASKED = 4 << 16;

  private final PathDecoder paths = new PathDecoder();

  // Apart from each other, so that the folder of a path is not replaced by that of a name.
  private final Folders pathFolders = new Folders();
  private final Folders askedFolders = new Folders();

  /** The record: copied once, since many fields are read and a record in memory is cold. */
  private final byte[] bytes = new byte[LARGEST];

  private final FileNames files = new FileNames();
  private final FileNames targets = new FileNames();
  private final Text name = new Text();
  private final Text base = new Text();
  private final Text comm = new Text();
  private MemorySegment segment = MemorySegment.NULL;
  private long origin;
  private int size;
  private int typeId;
  private boolean filesKnown;
  private boolean targetsKnown;
  private boolean commKnown;
  private @Nullable Folder pathFolder;
  private boolean asksByPath;

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
    filesKnown = false;
    targetsKnown = false;
    commKnown = false;
    pathFolder = null;
    asksByPath = false;
    paths.reset();
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
  private int inside(int offset, int length) {
    Objects.checkFromIndexSize(offset, length, size);
    return length;
  }

  /** The path in the root of the container or host. */
  public boolean hostPath(int path, Text to) {
    return path(path, u16(path + Path.NAMES + Span.LEN), to);
  }

  /** The path in the process's own root; false also when the file lies outside of it. */
  public boolean processPath(int path, Text to) {
    int root = u16(path + Path.ROOT);
    return root != RecordLayout.ROOT_NOT_MET && path(path, root, to);
  }

  public boolean pathFlag(int path, PathFlag flag) {
    return (u16(path + Path.FLAGS) & flag.bit()) != 0;
  }

  private boolean path(int path, int length, Text to) {
    int offset = u16(path + Path.NAMES + Span.OFF);
    if (offset == 0) {
      return false;
    }
    boolean whole = length == u16(path + Path.NAMES + Span.LEN);
    int key = (whole ? WHOLE_PATH : INNER_PATH) | path;
    if (!paths.recall(key, to)) {
      boolean cut = whole && pathFlag(path, PathFlag.CUT);
      boolean pseudo = pathFlag(path, PathFlag.PSEUDO);
      inside(offset, length);
      if (whole && !cut && !pseudo && length > 0 && path == filePath()) {
        inFolder(offset, length, to);
      } else {
        paths.path(bytes, offset, length, pseudo, cut, to);
      }
      paths.remember(key, to);
    }
    return true;
  }

  /** The one path of a record that is made in a folder's memory: that of the event's file. */
  private int filePath() {
    return isOpen() ? Open.PATH : isFs() ? Fs.PATH : -1;
  }

  private void inFolder(int offset, int length, Text to) {
    int leaf = 0;
    while (leaf < length && bytes[offset + leaf] != 0) {
      leaf++;
    }
    int rest = Math.min(leaf + 1, length);
    Folder folder = pathFolders.ofComponents(bytes, offset + rest, length - rest);
    folder.file(bytes, offset, leaf, to);
    pathFolder = folder;
  }

  /**
   * A name as the caller gave it, made absolute from its base and lexically normalised.
   *
   * @return false if the name is absent, or relative with no known base
   */
  public boolean asked(int asked, Text to) {
    return absolute(asked + Asked.TEXT, asked + Asked.BASE, to);
  }

  private boolean absolute(int span, int from, Text to) {
    if (!text(span, name)) {
      return false;
    }
    if (PathDecoder.isNormal(name)) {
      to.set(name.array(), name.offset(), name.length());
      return true;
    }
    if (paths.recall(ASKED | span, to)) {
      return true;
    }
    boolean absolute = !name.isEmpty() && name.at(0) == '/';
    if (!absolute && !processPath(from, base) && !hostPath(from, base)) {
      return false;
    }
    paths.normalise(base, name, to);
    paths.remember(ASKED | span, to);
    return true;
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
    if (!otherKnown(asked)) {
      return false;
    }
    boolean same =
        text(asked + Asked.TEXT, name) && text(asked + Asked.OTHER, base) && name.equals(base);
    return !same;
  }

  /** The names of the file that the event is about; none for events without a file. */
  public FileNames files() {
    if (!filesKnown) {
      filesKnown = true;
      files.clear();
      if (isOpen()) {
        names(Open.PATH, Open.ASKED, files);
        otherName(Open.ASKED, files);
      } else if (isFs()) {
        names(Fs.PATH, Fs.ASKED, files);
        otherName(Fs.ASKED, files);
      } else if (isChdir()) {
        names(Chdir.CWD, Chdir.ASKED, files);
        otherName(Chdir.ASKED, files);
      }
    }
    return files;
  }

  /** The second name of rename, link and symlink. */
  public FileNames targets() {
    if (!targetsKnown) {
      targetsKnown = true;
      targets.clear();
      if (isFs()) {
        if (asked(Fs.TARGET, name)) {
          targets.add(name, false, null);
        }
        otherName(Fs.TARGET, targets);
      }
    }
    return targets;
  }

  /** Adds a name that the kernel may have used instead. */
  private void otherName(int asked, FileNames to) {
    if (!flag(RecordFlag.NAME_COPIED)
        && changed(asked)
        && absolute(asked + Asked.OTHER, asked + Asked.BASE, name)) {
      to.add(name, false, null);
    }
  }

  private void names(int path, int asked, FileNames to) {
    boolean ownRoot = u16(path + Path.ROOT) != u16(path + Path.NAMES + Span.LEN);
    if (hostPath(path, name)) {
      to.add(name, true, pathFolder);
      if (!ownRoot && pathFolder != null && asksFor(path, asked, to.name(0), pathFolder)) {
        return;
      }
    }
    if (ownRoot && processPath(path, name)) {
      to.add(name, true, null);
    }
    if (!spellsPath(asked, path) && asked(asked, name)) {
      int slash = name.lastIndexOf((byte) '/');
      boolean kept = slash >= 0 && slash < name.length() - 1;
      to.add(name, false, kept ? askedFolders.ofPath(name.array(), name.offset(), slash) : null);
    }
  }

  /**
   * Whether a file was asked for by its very path, or by its name in the folder that the kernel
   * found it in: nearly every file is.
   */
  private boolean asksFor(int path, int asked, Text found, Folder folder) {
    if (u16(path + Path.FLAGS) != 0 || !text(asked + Asked.TEXT, name) || name.isEmpty()) {
      return false;
    }
    if (name.at(0) == '/') {
      asksByPath = name.equals(found);
      return asksByPath;
    }
    int size = name.length();
    int base = asked + Asked.BASE;
    int baseAt = u16(base + Path.NAMES + Span.OFF);
    int baseLength = u16(base + Path.NAMES + Span.LEN);
    int folderAt = u16(path + Path.NAMES + Span.OFF) + size + 1;
    return found.length() == folder.length() + size
        && baseAt != 0
        && baseLength == u16(path + Path.NAMES + Span.LEN) - size - 1
        && u16(base + Path.ROOT) == baseLength
        && u16(base + Path.FLAGS) == 0
        && bytes[folderAt - 1] == 0
        && Arrays.equals(
            bytes, folderAt - 1 - size, folderAt - 1, bytes, name.offset(), name.offset() + size)
        && Arrays.equals(
            bytes,
            folderAt,
            folderAt + baseLength,
            bytes,
            baseAt,
            baseAt + inside(baseAt, baseLength));
  }

  /** What the asked name begins with where it is just the path of the event's file; else null. */
  public @Nullable Folder askedFolder() {
    files();
    return asksByPath ? pathFolder : null;
  }

  /**
   * Whether the asked name is certainly that of the path in the process's root, which is so for
   * nearly every file: making it absolute would take longer.
   */
  private boolean spellsPath(int asked, int path) {
    int root = u16(path + Path.ROOT);
    if (!present(path)
        || root == RecordLayout.ROOT_NOT_MET
        || u16(path + Path.FLAGS) != 0
        || !text(asked + Asked.TEXT, name)
        || name.isEmpty()) {
      return false;
    }
    int base = -1;
    int baseLength = 0;
    if (name.at(0) != '/') {
      base = u16(asked + Asked.BASE + Path.NAMES + Span.OFF);
      baseLength = u16(asked + Asked.BASE + Path.ROOT);
      if (base == 0
          || baseLength == RecordLayout.ROOT_NOT_MET
          || u16(asked + Asked.BASE + Path.FLAGS) != 0) {
        return false;
      }
    }
    int names = u16(path + Path.NAMES + Span.OFF);
    return PathDecoder.spells(
        bytes, names, inside(names, root), base, inside(Math.max(base, 0), baseLength), name);
  }

  private boolean isOpen() {
    return (typeId >= EventType.OPEN.id() && typeId <= EventType.CREAT.id())
        || typeId == EventType.OPEN_BY_HANDLE_AT.id();
  }

  private boolean isChdir() {
    return typeId == EventType.CHDIR.id() || typeId == EventType.FCHDIR.id();
  }

  /** A change of the file tree, or a call, whose record begins in the same way. */
  private boolean isFs() {
    return (typeId >= EventType.UNLINK.id() && typeId <= EventType.FTRUNCATE.id())
        || (typeId >= EventType.SETUID.id() && typeId <= EventType.PRLIMIT64.id())
        || typeId == EventType.SPLICE.id()
        || typeId == EventType.IO_URING_CMD.id();
  }
}
