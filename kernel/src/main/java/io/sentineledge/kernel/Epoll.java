package io.sentineledge.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sleeps until one of some ring buffers wakes it, see epoll(7). Edge-triggered: only a wake-up that
 * a program asked for ends the sleep, not data that lie there. So whoever sleeps looks into the
 * rings first ({@link RingBuffer#caughtUp}); a wake-up between that look and the sleep is not lost.
 *
 * <p>One thread waits; {@link #wakeup} may be called by any.
 */
public final class Epoll implements AutoCloseable {
  private static final int CTL_ADD = 1;
  private static final int EPOLLIN = 1;
  private static final int EPOLLET = 1 << 31;
  private static final int MAX_EVENTS = 8;

  /** struct epoll_event is packed on x86-64 only. */
  private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");

  private static final int EVENT_BYTES = PACKED ? 12 : 16;
  private static final int EVENT_DATA = PACKED ? 4 : 8;

  private final MemorySegment events = Arena.ofAuto().allocate((long) EVENT_BYTES * MAX_EVENTS, 8);
  private final int epoll;
  private final int alarm;
  private boolean closed;

  /**
   * @throws KernelException where the kernel refuses
   */
  public Epoll() {
    epoll = LibC.epollCreate();
    alarm = LibC.eventFd();
    add(alarm);
  }

  /** Lets this ring's wake-ups end the sleep. */
  public void add(RingBuffer ring) {
    add(ring.fd());
  }

  private void add(int fd) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment event = scratch.allocate(EVENT_BYTES, 8);
      event.set(ValueLayout.JAVA_INT, 0, EPOLLIN | EPOLLET);
      event.set(ValueLayout.JAVA_INT, EVENT_DATA, fd);
      LibC.epollControl(epoll, CTL_ADD, fd, event);
    }
  }

  /**
   * Sleeps. Allocates nothing.
   *
   * @param millis the longest sleep, 0 or more
   * @return true when woken, false when the time is over or a signal came
   */
  public boolean await(int millis) {
    int ready = LibC.epollWait(epoll, events, MAX_EVENTS, millis);
    if (ready < 0 && ready != -Errno.EINTR) {
      throw LibC.failed("epoll_wait", -ready);
    }
    return ready > 0;
  }

  /** Ends the sleep, or the next one. Does nothing once closed. */
  public synchronized void wakeup() {
    if (!closed) {
      LibC.signal(alarm);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      LibC.close(alarm);
      LibC.close(epoll);
    }
  }
}
