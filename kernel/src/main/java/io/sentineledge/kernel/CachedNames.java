package io.sentineledge.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Looks names up in what the kernel remembers of file systems, without asking any of them: by
 * openat2(2) with RESOLVE_CACHED, since Linux 5.12, and statx(2) with AT_STATX_DONT_SYNC. So a
 * lookup never waits for a disk, a server or a daemon, and mounts nothing.
 *
 * <p>What the last lookup found stays until the next one. Not safe for use by several threads;
 * lookups allocate next to nothing.
 */
public final class CachedNames {
  /** What a lookup finds. */
  public enum Answer {
    /** The file. */
    FOUND,
    /** That there is none, or that the agent may not reach it. */
    MISSING,
    /** Nothing: the file system would have to be asked, or this kernel does not know how not to. */
    UNKNOWN
  }

  private static final int SYS_OPENAT2 = 437;
  private static final int AT_FDCWD = -100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int AT_STATX_DONT_SYNC = 0x4000;

  /** One of the few flags whose value is not the same on all processors. */
  private static final int O_NOFOLLOW =
      System.getProperty("os.arch").equals("amd64") ? 0x20000 : 0x8000;

  private static final int O_CLOEXEC = 0x80000;
  private static final int O_PATH = 0x200000;
  private static final long RESOLVE_CACHED = 0x20;
  private static final int STATX_BASIC_STATS = 0x7ff;

  private static final int PATH_MAX = 4096;

  /** struct open_how: flags, mode, resolve. */
  private static final int HOW_BYTES = 24;

  private static final int HOW_RESOLVE = 16;

  // struct statx
  private static final int STATX_BYTES = 256;
  private static final int STATX_INO = 0x20;
  private static final int STATX_SIZE = 0x28;
  private static final int STATX_CTIME = 0x60;
  private static final int STATX_MTIME = 0x70;
  private static final int STATX_DEV_MAJOR = 0x88;
  private static final int STATX_DEV_MINOR = 0x8c;
  private static final int MINOR_BITS = 20;

  private static final String DESCRIPTORS = "/proc/self/fd/";

  /** Of a descriptor's number, with a zero behind it. */
  private static final int MOST_DIGITS = 11;

  private static final long NANOS = 1_000_000_000L;

  /** Bound when they are needed first, which is not at start. */
  private static final class Calls {
    static final Native SYSCALL = Native.find(Native.LINKER.defaultLookup(), "syscall");
    static final Native STATX = Native.find(Native.LINKER.defaultLookup(), "statx");
    static final Native READLINK = Native.find(Native.LINKER.defaultLookup(), "readlink");
  }

  private final MemorySegment name = Arena.ofAuto().allocate(PATH_MAX);
  private final MemorySegment how = Arena.ofAuto().allocate(HOW_BYTES, Long.BYTES);
  private final MemorySegment file = Arena.ofAuto().allocate(STATX_BYTES, Long.BYTES);
  private final MemorySegment link = Arena.ofAuto().allocate(DESCRIPTORS.length() + MOST_DIGITS);
  private final MemorySegment path = Arena.ofAuto().allocate(PATH_MAX);
  private int pathLength;

  public CachedNames() {
    how.set(ValueLayout.JAVA_LONG, HOW_RESOLVE, RESOLVE_CACHED);
    link.setString(0, DESCRIPTORS);
  }

  /**
   * Looks at a name in the root of this process; links are followed up to its last component.
   *
   * @param bytes the name, absolute, without a zero
   * @param follow whether the last component is followed, too
   */
  public Answer find(byte[] bytes, boolean follow) {
    if (bytes.length >= PATH_MAX) {
      return Answer.UNKNOWN; // Names that are longer when they are made absolute are in use
    }
    MemorySegment.copy(bytes, 0, name, ValueLayout.JAVA_BYTE, 0, bytes.length);
    name.set(ValueLayout.JAVA_BYTE, bytes.length, (byte) 0);
    how.set(ValueLayout.JAVA_LONG, 0, O_PATH | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW));
    int fd =
        (int)
            Calls.SYSCALL.call(SYS_OPENAT2, AT_FDCWD, name.address(), how.address(), HOW_BYTES, 0);
    if (fd < 0) {
      return switch (Native.errno()) {
        case Errno.ENOENT, Errno.ENOTDIR, Errno.EACCES, Errno.ELOOP, Errno.ENAMETOOLONG ->
            Answer.MISSING;
        default -> Answer.UNKNOWN;
      };
    }
    try {
      return look(fd) ? Answer.FOUND : Answer.UNKNOWN;
    } finally {
      LibC.close(fd);
    }
  }

  private boolean look(int fd) {
    int flags = AT_EMPTY_PATH | AT_STATX_DONT_SYNC;
    // The mode of open_how, which is 0: an empty name
    long empty = how.address() + Long.BYTES;
    if ((int) Calls.STATX.call(fd, empty, flags, STATX_BASIC_STATS, file.address(), 0) != 0) {
      return false;
    }
    link.setString(DESCRIPTORS.length(), Integer.toString(fd));
    pathLength = (int) Calls.READLINK.call(link.address(), path.address(), PATH_MAX);
    return pathLength > 0 && pathLength < PATH_MAX;
  }

  /** Path of the file in the root of this process, without links. */
  public byte[] path() {
    return path.asSlice(0, pathLength).toArray(ValueLayout.JAVA_BYTE);
  }

  /** The file system's device in the kernel's encoding, major &lt;&lt; 20 | minor. */
  public int device() {
    return file.get(ValueLayout.JAVA_INT, STATX_DEV_MAJOR) << MINOR_BITS
        | file.get(ValueLayout.JAVA_INT, STATX_DEV_MINOR);
  }

  public long inode() {
    return file.get(ValueLayout.JAVA_LONG, STATX_INO);
  }

  /** Bytes. */
  public long size() {
    return file.get(ValueLayout.JAVA_LONG, STATX_SIZE);
  }

  /** When the content was changed, ns since 1970. */
  public long mtime() {
    return time(STATX_MTIME);
  }

  /** When the inode was changed, ns since 1970. */
  public long ctime() {
    return time(STATX_CTIME);
  }

  /** struct statx_timestamp: seconds, nanoseconds. */
  private long time(int at) {
    return file.get(ValueLayout.JAVA_LONG, at) * NANOS + file.get(ValueLayout.JAVA_INT, at + 8L);
  }
}
