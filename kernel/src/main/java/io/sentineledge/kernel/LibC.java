package io.sentineledge.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The few functions of the C library that BPF needs. Failures are {@link KernelException}s. */
final class LibC {
  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int MAP_SHARED = 1;
  static final int MAP_PRIVATE = 2;
  static final int MAP_ANONYMOUS = 0x20;
  static final int MAP_NORESERVE = 0x4000;

  private static final int EFD_CLOEXEC = 0x80000;
  private static final int EFD_NONBLOCK = 0x800;
  private static final int EPOLL_CLOEXEC = 0x80000;

  private static final Native MMAP = find("mmap");
  private static final Native MUNMAP = find("munmap");
  private static final Native CLOSE = find("close");
  private static final Native READ = find("read");
  private static final Native WRITE = find("write");
  private static final Native EVENTFD = find("eventfd");
  private static final Native EPOLL_CREATE1 = find("epoll_create1");
  private static final Native EPOLL_CTL = find("epoll_ctl");
  private static final Native EPOLL_WAIT = find("epoll_wait");
  private static final Native STRERROR = find("strerror");
  private static final Native CLOCK_GETTIME = find("clock_gettime");
  private static final Native GETPAGESIZE = find("getpagesize");

  /** Takes a va_list: where a C compiler passes that by reference (x86-64, arm64), a pointer. */
  private static final Native VSNPRINTF = find("vsnprintf");

  private LibC() {}

  private static Native find(String name) {
    return Native.find(Native.LINKER.defaultLookup(), name);
  }

  static int pageSize() {
    return (int) GETPAGESIZE.call();
  }

  /** Reads a clock that exists wherever BPF does, so that the result needs no look. */
  static void clock(int clock, MemorySegment time) {
    CLOCK_GETTIME.call(clock, time.address());
  }

  static String errorText(int errno) {
    return Native.string(STRERROR.call(errno));
  }

  /** Maps memory that is unmapped when the arena closes. */
  static MemorySegment map(
      Arena arena, long bytes, int protection, int flags, int fd, long offset) {
    long address = MMAP.call(0, bytes, protection, flags, fd, offset);
    if (address == -1) {
      throw failed("mmap of " + bytes + " bytes", Native.errno());
    }
    return MemorySegment.ofAddress(address)
        .reinterpret(bytes, arena, mapped -> unmap(mapped.address(), bytes));
  }

  private static void unmap(long address, long bytes) {
    if ((int) MUNMAP.call(address, bytes) != 0) {
      throw failed("munmap of " + bytes + " bytes", Native.errno());
    }
  }

  /** Closes a descriptor; an error is of no use to anybody and is ignored. */
  static void close(int fd) {
    CLOSE.call(fd);
  }

  /** Returns the bytes read; 0 at the end; negative: the error number. */
  static long read(int fd, MemorySegment buffer) {
    long count = READ.call(fd, buffer.address(), buffer.byteSize());
    return count >= 0 ? count : -Native.errno();
  }

  /** Adds one to an eventfd; an overflow is no error, since the reader is then awake anyhow. */
  static void signal(int eventFd) {
    try (Arena scratch = Arena.ofConfined()) {
      WRITE.call(eventFd, scratch.allocateFrom(ValueLayout.JAVA_LONG, 1).address(), 8);
    }
  }

  static int eventFd() {
    return descriptor("eventfd", (int) EVENTFD.call(0, EFD_CLOEXEC | EFD_NONBLOCK));
  }

  static int epollCreate() {
    return descriptor("epoll_create1", (int) EPOLL_CREATE1.call(EPOLL_CLOEXEC));
  }

  static void epollControl(int epoll, int operation, int fd, MemorySegment event) {
    if ((int) EPOLL_CTL.call(epoll, operation, fd, event.address()) != 0) {
      throw failed("epoll_ctl on descriptor " + fd, Native.errno());
    }
  }

  /** Returns the number of ready descriptors; negative: the error number. Allocates nothing. */
  static int epollWait(int epoll, MemorySegment events, int max, int millis) {
    int ready = (int) EPOLL_WAIT.call(epoll, events.address(), max, millis);
    return ready >= 0 ? ready : -Native.errno();
  }

  static void formatInto(MemorySegment buffer, MemorySegment format, MemorySegment vaList) {
    VSNPRINTF.call(buffer.address(), buffer.byteSize(), format.address(), vaList.address());
  }

  private static int descriptor(String call, int fd) {
    if (fd < 0) {
      throw failed(call, Native.errno());
    }
    return fd;
  }

  static KernelException failed(String what, int errno) {
    return new KernelException(
        KernelException.Code.SYSTEM_CALL, errno, what + " failed: " + Errno.describe(errno), "");
  }
}
