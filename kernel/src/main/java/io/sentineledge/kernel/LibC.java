package io.sentineledge.kernel;

import static io.sentineledge.kernel.Native.ERRNO;
import static io.sentineledge.kernel.Native.INT;
import static io.sentineledge.kernel.Native.LONG;
import static io.sentineledge.kernel.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

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

  private static final MethodHandle MMAP =
      link("mmap", FunctionDescriptor.of(POINTER, POINTER, LONG, INT, INT, INT, LONG), ERRNO);
  private static final MethodHandle MUNMAP =
      link("munmap", FunctionDescriptor.of(INT, POINTER, LONG), ERRNO);
  private static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(INT, INT), ERRNO);
  private static final MethodHandle READ =
      link("read", FunctionDescriptor.of(LONG, INT, POINTER, LONG), ERRNO);
  private static final MethodHandle WRITE =
      link("write", FunctionDescriptor.of(LONG, INT, POINTER, LONG), ERRNO);
  private static final MethodHandle EVENTFD =
      link("eventfd", FunctionDescriptor.of(INT, INT, INT), ERRNO);
  private static final MethodHandle EPOLL_CREATE1 =
      link("epoll_create1", FunctionDescriptor.of(INT, INT), ERRNO);
  private static final MethodHandle EPOLL_CTL =
      link("epoll_ctl", FunctionDescriptor.of(INT, INT, INT, INT, POINTER), ERRNO);
  private static final MethodHandle EPOLL_WAIT =
      link("epoll_wait", FunctionDescriptor.of(INT, INT, POINTER, INT, INT), ERRNO);
  private static final MethodHandle STRERROR =
      link("strerror", FunctionDescriptor.of(POINTER, INT));
  private static final MethodHandle GETPAGESIZE = link("getpagesize", FunctionDescriptor.of(INT));

  /** Takes a va_list: where a C compiler passes that by reference (x86-64, arm64), a pointer. */
  private static final MethodHandle VSNPRINTF =
      link("vsnprintf", FunctionDescriptor.of(INT, POINTER, LONG, POINTER, POINTER));

  private LibC() {}

  private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
    return Native.link(Native.LINKER.defaultLookup(), name, type, options);
  }

  static int pageSize() {
    try {
      return (int) GETPAGESIZE.invokeExact();
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  static String errorText(int errno) {
    try {
      return Native.string((MemorySegment) STRERROR.invokeExact(errno));
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  /** Maps memory that is unmapped when the arena closes. */
  static MemorySegment map(
      Arena arena, long bytes, int protection, int flags, int fd, long offset) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment state = Native.callState(scratch);
      MemorySegment address =
          (MemorySegment)
              MMAP.invokeExact(state, MemorySegment.NULL, bytes, protection, flags, fd, offset);
      if (address.address() == -1) {
        throw failed("mmap of " + bytes + " bytes", Native.errno(state));
      }
      return address.reinterpret(bytes, arena, mapped -> unmap(mapped.address(), bytes));
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  private static void unmap(long address, long bytes) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment state = Native.callState(scratch);
      int result = (int) MUNMAP.invokeExact(state, MemorySegment.ofAddress(address), bytes);
      if (result != 0) {
        throw failed("munmap of " + bytes + " bytes", Native.errno(state));
      }
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  /** Closes a descriptor; an error is of no use to anybody and is ignored. */
  static void close(int fd) {
    try (Arena scratch = Arena.ofConfined()) {
      int _ = (int) CLOSE.invokeExact(Native.callState(scratch), fd);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  /** Returns the bytes read; 0 at the end; negative: the error number. */
  static long read(int fd, MemorySegment buffer) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment state = Native.callState(scratch);
      long count = (long) READ.invokeExact(state, fd, buffer, buffer.byteSize());
      return count >= 0 ? count : -Native.errno(state);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  /** Adds one to an eventfd; an overflow is no error, since the reader is then awake anyhow. */
  static void signal(int eventFd) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment one = scratch.allocateFrom(LONG, 1);
      long _ = (long) WRITE.invokeExact(Native.callState(scratch), eventFd, one, 8L);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  static int eventFd() {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment state = Native.callState(scratch);
      int fd = (int) EVENTFD.invokeExact(state, 0, EFD_CLOEXEC | EFD_NONBLOCK);
      return descriptor("eventfd", fd, state);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  static int epollCreate() {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment state = Native.callState(scratch);
      return descriptor(
          "epoll_create1", (int) EPOLL_CREATE1.invokeExact(state, EPOLL_CLOEXEC), state);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  static void epollControl(int epoll, int operation, int fd, MemorySegment event) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment state = Native.callState(scratch);
      int result = (int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event);
      if (result != 0) {
        throw failed("epoll_ctl on descriptor " + fd, Native.errno(state));
      }
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  /** Returns the number of ready descriptors; negative: the error number. Allocates nothing. */
  static int epollWait(MemorySegment state, int epoll, MemorySegment events, int max, int millis) {
    try {
      int ready = (int) EPOLL_WAIT.invokeExact(state, epoll, events, max, millis);
      return ready >= 0 ? ready : -Native.errno(state);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  static int formatInto(MemorySegment buffer, MemorySegment format, MemorySegment vaList) {
    try {
      return (int) VSNPRINTF.invokeExact(buffer, buffer.byteSize(), format, vaList);
    } catch (Throwable e) {
      throw Native.rethrown(e);
    }
  }

  private static int descriptor(String call, int fd, MemorySegment state) {
    if (fd < 0) {
      throw failed(call, Native.errno(state));
    }
    return fd;
  }

  static KernelException failed(String what, int errno) {
    return new KernelException(
        KernelException.Code.SYSTEM_CALL, errno, what + " failed: " + Errno.describe(errno), "");
  }
}
