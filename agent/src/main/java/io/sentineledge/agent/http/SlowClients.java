package io.sentineledge.agent.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cuts off clients that take too long to read. The JDK's own limit is one on whole answers, streams
 * included; this one is on a single write. Interrupting a thread that writes closes its connection.
 */
final class SlowClients {
  private final Map<Thread, Long> writing = new ConcurrentHashMap<>();
  private final long patience;

  /**
   * @param patience for one write
   */
  SlowClients(Duration patience) {
    this.patience = patience.toNanos();
  }

  /** Watches what this thread writes to a client. */
  OutputStream watch(OutputStream client) {
    return new FilterOutputStream(client) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        begin();
        try {
          out.write(bytes, offset, length);
        } finally {
          end();
        }
      }

      @Override
      public void flush() throws IOException {
        begin();
        try {
          out.flush();
        } finally {
          end();
        }
      }
    };
  }

  private void begin() {
    writing.put(Thread.currentThread(), System.nanoTime());
  }

  private void end() {
    writing.remove(Thread.currentThread());
  }

  /** To be called now and then. */
  void cutOff() {
    long now = System.nanoTime();
    writing.forEach((thread, began) -> {
      if (now - began > patience) {
        thread.interrupt();
      }
    });
  }
}
