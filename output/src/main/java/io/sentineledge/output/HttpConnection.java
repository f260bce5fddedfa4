package io.sentineledge.output;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection for one request of HTTP/1.1 at a time. It is made at the first one and used again
 * for as long as the receiver lets it; a receiver that has ended it between two requests gets the
 * request over another one. For one thread.
 *
 * <p>The JDK's clients cost several times as much per request, or threads and selectors of their
 * own; and none sends a request without waiting for the answer on a thread.
 */
final class HttpConnection implements AutoCloseable {
  private static final int LARGEST_REPLY = 1 << 16;
  private static final int LONGEST_LINE = 1 << 13;
  private static final int MOST_HEADERS = 100;
  private static final int HEXADECIMAL = 16;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final Connector connector;
  private @Nullable Socket socket;
  private byte[] request = new byte[0];
  private byte[] body = new byte[0];
  private boolean usedBefore;
  private long deadline;
  private final byte[] buffer = new byte[1 << 12];
  private int position;
  private int limit;

  /**
   * @param length of the body; -1: up to the end of the connection
   */
  private record Head(int status, long length, boolean chunked, boolean last) {}

  HttpConnection(Connector connector) {
    this.connector = connector;
  }

  /** Sends a whole request. Its {@link #answer} must be taken before the next one. */
  void send(byte[] bytes) throws IOException {
    request = bytes;
    usedBefore = socket != null;
    if (usedBefore) {
      try {
        write();
        return;
      } catch (IOException e) {
        close(); // ended by the receiver since
      }
    }
    sendAnew();
  }

  private void sendAnew() throws IOException {
    close();
    usedBefore = false;
    socket = connector.connect();
    write();
  }

  private void write() throws IOException {
    position = 0;
    limit = 0;
    deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(connector.timeoutMillis());
    open().getOutputStream().write(request);
  }

  private Socket open() throws IOException {
    if (socket == null) {
      throw new IOException("there is no connection");
    }
    return socket;
  }

  /**
   * Waits for the answer; returns its status.
   *
   * @throws IOException if there is none in time; the connection is closed then
   */
  int answer() throws IOException {
    try {
      if (usedBefore && !begins()) {
        sendAnew();
      }
      Head head = head();
      while (head.status() < 200) {
        head = head();
      }
      body = body(head);
      if (head.last()) {
        close();
      }
      return head.status();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** The body of the last answer, at most 64 KiB of it. */
  byte[] body() {
    return body;
  }

  /** Whether any answer comes; not, if the receiver had ended the connection meanwhile. */
  private boolean begins() throws IOException {
    try {
      return fill();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  private Head head() throws IOException {
    String first = line();
    if (!first.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
      throw new IOException("the receiver does not answer in HTTP/1.1");
    }
    int status = Integer.parseInt(first, 9, 12, 10);
    boolean last = first.charAt(7) == '0';
    boolean chunked = false;
    long length = status < 200 || status == NO_CONTENT || status == NOT_MODIFIED ? 0 : -1;
    int headers = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String value = line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
      switch (line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = length < 0 ? number(value, 10) : length;
        case "transfer-encoding" -> chunked = value.endsWith("chunked");
        case "connection" -> last = value.equals("close") || (last && !value.equals("keep-alive"));
        default -> {}
      }
      if (++headers > MOST_HEADERS) {
        throw new IOException("the receiver's answer has too many headers");
      }
    }
    return new Head(status, length, chunked, last || (length < 0 && !chunked));
  }

  private static long number(String text, int radix) throws IOException {
    try {
      return Long.parseLong(text, 0, text.length(), radix);
    } catch (NumberFormatException e) {
      throw new IOException("the receiver's answer has no length but " + SafeText.cut(text, 40), e);
    }
  }

  private byte[] body(Head head) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!head.chunked()) {
      read(head.length(), bytes);
      return bytes.toByteArray();
    }
    for (long length = chunk(); length > 0; length = chunk()) {
      read(length, bytes);
      line();
    }
    while (!line().isEmpty()) {
      // what follows the last chunk
    }
    return bytes.toByteArray();
  }

  /** The length of the next chunk; none follows where the connection was given up. */
  private long chunk() throws IOException {
    return socket == null ? 0 : number(line().split(";", 2)[0].strip(), HEXADECIMAL);
  }

  /**
   * Reads so much of a body; where it becomes too large, the connection is given up instead.
   *
   * @param bytes negative: all there is
   */
  private void read(long bytes, ByteArrayOutputStream into) throws IOException {
    long left = bytes < 0 ? Long.MAX_VALUE : bytes;
    while (left > 0) {
      if (position == limit && !fill()) {
        if (bytes < 0) {
          return;
        }
        throw new EOFException("the receiver ended the connection within its answer");
      }
      int some = (int) Math.min(left, limit - position);
      into.write(buffer, position, some);
      position += some;
      left -= some;
      if (into.size() > LARGEST_REPLY) {
        close();
        return;
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (socket != null) {
      byte next = next();
      if (next == '\n') {
        break;
      }
      line.append((char) (next & 0xff));
      if (line.length() > LONGEST_LINE) {
        throw new IOException("the receiver's answer has too long a line");
      }
    }
    int end = line.length() - 1;
    return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
  }

  private byte next() throws IOException {
    if (position == limit && !fill()) {
      throw new EOFException("the receiver ended the connection without an answer");
    }
    return buffer[position++];
  }

  /** Waits for more; false at the end of the connection. */
  private boolean fill() throws IOException {
    Socket from = open();
    // Others may have been waited for meanwhile: an answer that is there is taken in any case
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    from.setSoTimeout((int) Math.max(1, left));
    int read = from.getInputStream().read(buffer);
    position = 0;
    limit = Math.max(0, read);
    return read > 0;
  }

  @Override
  public void close() {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no further use
      }
      socket = null;
    }
  }
}
