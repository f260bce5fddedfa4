package io.sentineledge.output;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * A datagram socket of the local kind, such as {@code /dev/log} and {@code NOTIFY_SOCKET} want it;
 * Java has only stream sockets of that kind. A name that begins with {@code @} is an abstract one.
 */
public final class LocalSocket implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_DONTWAIT = 0x40;

  /** {@code sun_path} of {@code struct sockaddr_un}. */
  private static final int LONGEST_PATH = 107;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SOCKET =
      find("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
  private static final MethodHandle CLOSE = find("close", ValueLayout.JAVA_INT);
  private static final MethodHandle SENDTO =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("sendto"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  private final String path;
  private final int descriptor;

  /**
   * @throws IOException if there are no descriptors left
   */
  public LocalSocket(String path) throws IOException {
    this.path = path;
    if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw new IOException("the name of the socket is too long: " + path);
    }
    try {
      descriptor = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    } catch (Throwable e) {
      throw new IllegalStateException("socket can't be called", e);
    }
    if (descriptor < 0) {
      throw new IOException("no local socket can be made");
    }
  }

  private static MethodHandle find(String name, ValueLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  /**
   * Sends one datagram, or nothing. Never waits.
   *
   * @throws IOException if nobody listens, or the listener's queue is full
   */
  public void send(byte[] bytes) throws IOException {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    boolean hidden = path.startsWith("@");
    long sent;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(2 + LONGEST_PATH + 1, 2);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
      if (hidden) {
        address.set(ValueLayout.JAVA_BYTE, 2, (byte) 0);
      }
      MemorySegment data = arena.allocate(Math.max(1, bytes.length));
      MemorySegment.copy(bytes, 0, data, ValueLayout.JAVA_BYTE, 0, bytes.length);
      sent =
          (long)
              SENDTO.invokeExact(
                  descriptor,
                  data.address(),
                  (long) bytes.length,
                  MSG_NOSIGNAL | MSG_DONTWAIT,
                  address.address(),
                  2 + name.length + (hidden ? 0 : 1));
    } catch (Throwable e) {
      throw new IllegalStateException("sendto can't be called", e);
    }
    if (sent != bytes.length) {
      throw new IOException("nobody takes datagrams at " + path);
    }
  }

  @Override
  public void close() {
    try {
      int _ = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("close can't be called", e);
    }
  }
}
