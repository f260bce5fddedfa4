package io.sentineledge.agent.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients that want too much, or never end, get from a port: with TLS and without. */
@Timeout(120)
@ParameterizedClass
@ValueSource(booleans = {false, true})
class PortLimitsTest {
  private static final int MOST_CONNECTIONS = 128;
  private static final int PATIENCE_MILLIS = 60_000;

  @TempDir private Path folder = Path.of("");
  private final boolean secure;
  private final CountDownLatch cutOff = new CountDownLatch(1);

  PortLimitsTest(boolean secure) {
    this.secure = secure;
  }

  private Port open() throws Exception {
    Tls tls = null;
    if (secure) {
      Certificates.make(folder, "own", "agent");
      tls = new Tls(folder.resolve("own.crt"), folder.resolve("own.key"), Optional.empty());
    }
    Page small = new Page(true, _ -> Answer.text(200, "small"));
    Page endless = new Page(true, _ -> new Answer(200, "text/plain", "", this::writeOn));
    return Port.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Map.of("/small", small, "/endless", endless),
        tls,
        null,
        Duration.ofSeconds(1));
  }

  private void writeOn(java.io.OutputStream out) throws IOException {
    try {
      while (true) {
        out.write(new byte[1 << 16]);
      }
    } finally {
      cutOff.countDown();
    }
  }

  private static Socket connect(Port port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1 << 12);
    socket.connect(port.address(), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** A connection on which requests can be sent. */
  private Socket client(Port port) throws IOException, GeneralSecurityException {
    Socket socket = connect(port);
    return secure
        ? Pem.context(Optional.of(folder.resolve("own.crt")), Optional.empty(), Optional.empty())
            .getSocketFactory()
            .createSocket(socket, "localhost", port.address().getPort(), true)
        : socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  /** The status of the answer to a request; 0: the connection was ended instead. */
  private int status(Port port, String headers) throws GeneralSecurityException {
    try (Socket socket = client(port)) {
      send(socket, "GET /small HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n");
      String answer = new String(socket.getInputStream().readNBytes(12), US_ASCII);
      return answer.length() < 12 ? 0 : Integer.parseInt(answer.substring(9));
    } catch (IOException e) {
      return 0;
    }
  }

  private static void assertEnded(Socket socket) {
    try {
      socket.getInputStream().readAllBytes(); // TLS says why
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection is not ended", e);
    } catch (IOException e) {
      // Reset: ended as well
    }
  }

  @Test
  void tooManyOrTooLargeHeadersAreRefused() throws Exception {
    try (Port port = open()) {
      assertEquals(200, status(port, "X: 1\r\n".repeat(20)));
      int many = status(port, "X: 1\r\n".repeat(1000));
      assertTrue(many == 0 || many / 100 == 4, "status " + many);
      int large = status(port, "X: " + "x".repeat(100_000) + "\r\n");
      assertTrue(large == 0 || large / 100 == 4, "status " + large);
      assertEquals(413, status(port, "Content-Length: 1025\r\n"));
      assertEquals(200, status(port, ""));
    }
  }

  @Test
  void moreConnectionsThanAllowedAreEnded() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (Port port = open()) {
      for (int i = 0; i < MOST_CONNECTIONS + 10; i++) {
        silent.add(connect(port));
      }
      assertEnded(silent.getLast());
      for (Socket socket : silent) {
        socket.close();
      }
      int status = 0;
      while (status != 200) {
        status = status(port, "");
      }
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void whoSendsTooSlowlyIsCutOff() throws Exception {
    try (Port port = open();
        Socket silent = connect(port);
        Socket begun = connect(port);
        Socket dribbling = client(port)) {
      long begin = System.nanoTime();
      // The first bytes of a TLS hello, or of a request
      begun.getOutputStream().write(secure ? new byte[] {22, 3, 1} : new byte[] {'G', 'E'});
      send(dribbling, "GET /small HTTP/1.1\r\nX: ");
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    send(dribbling, "x");
                    Thread.sleep(500);
                  }
                } catch (IOException | InterruptedException e) {
                  // It is cut off, or the test is over
                }
              });
      assertEnded(dribbling);
      assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(15));
      assertEnded(begun);
      assertEnded(silent);
      sender.interrupt();
      assertEquals(200, status(port, ""));
    }
  }

  @Test
  void whoReadsTooSlowlyIsCutOff() throws Exception {
    try (Port port = open();
        Socket client = client(port)) {
      send(client, "GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
      while (!cutOff.await(100, TimeUnit.MILLISECONDS)) {
        port.cutOffSlowClients();
      }
      assertEquals(200, status(port, ""));
    }
  }
}
