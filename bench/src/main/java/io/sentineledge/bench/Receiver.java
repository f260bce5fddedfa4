package io.sentineledge.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the alerts that come over one kind of connection, and costs next to nothing. */
final class Receiver implements AutoCloseable {
  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final Kind kind;
  private final AtomicLong received = new AtomicLong();

  /** How alerts come. */
  enum Kind {
    /** A request each. */
    WEBHOOK,
    /** Syslog over TCP, each preceded by its length. */
    SYSLOG
  }

  Receiver(Kind kind) throws IOException {
    this.kind = kind;
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread acceptor = new Thread(this::accept, "receiver-" + kind);
    acceptor.setDaemon(true);
    acceptor.start();
  }

  int port() {
    return server.getLocalPort();
  }

  long received() {
    return received.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> count(socket));
      } catch (IOException e) {
        // This ends
      }
    }
  }

  private void count(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      while (kind == Kind.WEBHOOK ? request(in, socket.getOutputStream()) : message(in)) {
        received.incrementAndGet();
      }
    } catch (IOException e) {
      // The agent has ended
    }
  }

  private static boolean request(InputStream in, OutputStream out) throws IOException {
    long length = -1;
    for (String line = line(in, '\n'); !line.isBlank(); line = line(in, '\n')) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
      }
    }
    if (length < 0) {
      return false;
    }
    in.skipNBytes(length);
    out.write(OK);
    return true;
  }

  private static boolean message(InputStream in) throws IOException {
    String length = line(in, ' ');
    if (length.isEmpty()) {
      return false;
    }
    in.skipNBytes(Long.parseLong(length));
    return true;
  }

  /** What comes before a character; nothing at the end. */
  private static String line(InputStream in, char end) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != end; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
