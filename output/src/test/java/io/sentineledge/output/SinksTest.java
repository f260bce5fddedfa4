package io.sentineledge.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sinks with real receivers on this machine. */
@Timeout(60)
class SinksTest {
  private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

  @TempDir private Path folder = Path.of("");

  private static List<byte[]> records(String... texts) {
    List<byte[]> records = new ArrayList<>();
    for (String text : texts) {
      records.add(text.getBytes(UTF_8));
    }
    return records;
  }

  private static URI uri(String scheme, int port) {
    return URI.create(scheme + "://127.0.0.1:" + port);
  }

  @Test
  void syslogMessagesAreThoseOfTheRfc() {
    String message =
        new String(
            new SyslogFormat(new TextFormat()).format(Alerts.alert("a\nb", Map.of())), UTF_8);
    assertTrue(
        message.startsWith("<82>1 2026-01-31T12:00:00.123456Z host-1 sentinel-edge "), message);
    assertTrue(message.contains(" ALERT - "), message);
    assertTrue(message.indexOf('\n') < 0, message);
  }

  @Test
  void syslogOverUdp() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, LOCAL);
        SyslogSink sink = new SyslogSink(uri("udp", server.getLocalPort()), 1000, null)) {
      sink.write(records("one", "two"));
      DatagramPacket packet = new DatagramPacket(new byte[100], 100);
      server.receive(packet);
      assertEquals("one", new String(packet.getData(), 0, packet.getLength(), UTF_8));
    }
  }

  @Test
  void syslogOverTcpIsCountedAndConnectsAgain() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 5, LOCAL)) {
      port = server.getLocalPort();
      try (SyslogSink sink = new SyslogSink(uri("tcp", port), 1000, null)) {
        sink.write(records("one", "three"));
        try (Socket client = server.accept()) {
          assertEquals("3 one5 three", new String(client.getInputStream().readNBytes(12), UTF_8));
        }
        // It has ended the connection, which is seen before anything is written to it
        sink.write(records("two"));
        try (Socket client = server.accept()) {
          assertEquals("3 two", new String(client.getInputStream().readNBytes(5), UTF_8));
        }
      }
    }
    try (SyslogSink sink = new SyslogSink(uri("tcp", port), 1000, null)) {
      assertThrows(IOException.class, () -> sink.write(records("one")));
    }
  }

  @Test
  void syslogToTheLocalSocket() throws Exception {
    Path socket = folder.resolve("log");
    Process server =
        new ProcessBuilder(
                "python3",
                "-c",
                """
                import socket, sys
                s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                s.bind(sys.argv[1])
                print("bound", flush=True)
                print(s.recv(100).decode(), flush=True)
                """,
                socket.toString())
            .start();
    try (SyslogSink sink = new SyslogSink(URI.create("unix://" + socket), 1000, null)) {
      var lines = server.inputReader();
      assertEquals("bound", lines.readLine());
      sink.write(records("hello"));
      assertEquals("hello", lines.readLine());
    } finally {
      server.destroy();
    }
    try (SyslogSink sink = new SyslogSink(URI.create("unix:///no/such/socket"), 1000, null)) {
      assertThrows(IOException.class, () -> sink.write(records("x")));
    }
  }

  @Test
  void aWebhookGetsEachAlertOnceAlsoWhenItFailsInBetween() throws Exception {
    List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger requests = new AtomicInteger();
    HttpServer server = HttpServer.create(new InetSocketAddress(LOCAL, 0), 5);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = new GZIPInputStream(exchange.getRequestBody()).readAllBytes();
            int request = requests.incrementAndGet();
            boolean refuse = request == 2 || request == 5;
            if (!refuse && Objects.equals(exchange.getRequestHeaders().getFirst("X-Key"), "k")) {
              bodies.add(new String(body, UTF_8));
            }
            exchange.sendResponseHeaders(request == 2 ? 503 : refuse ? 400 : 200, -1);
          }
        });
    server.start();
    try (WebhookSink sink =
        new WebhookSink(
            new HttpPost(
                uri("http", server.getAddress().getPort()),
                Map.of("X-Key", "k"),
                true,
                5000,
                null,
                1))) {
      IncompleteException failed =
          assertThrows(IncompleteException.class, () -> sink.write(records("one", "two", "three")));
      sink.write(failed.left());
      assertEquals(List.of("one", "two", "three"), bodies);
      RefusedException refused =
          assertThrows(RefusedException.class, () -> sink.write(records("bad", "four")));
      assertEquals(1, refused.records());
      assertEquals("four", bodies.getLast());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aProgramGetsLinesAndIsStartedAgain() throws Exception {
    Path file = folder.resolve("out");
    try (ProgramSink sink = new ProgramSink(List.of("/bin/sh", "-c", "head -n 1 >> " + file))) {
      sink.write(records("one\n"));
      while (!Files.exists(file) || !Files.readString(file).equals("one\n")) {
        Thread.sleep(5);
      }
      while (!Files.readString(file).equals("one\ntwo\n")) {
        try {
          sink.write(records("two\n"));
        } catch (IOException e) {
          sink.close();
        }
        Thread.sleep(50);
      }
    }
    try (ProgramSink none = new ProgramSink(List.of("/no/such/program"))) {
      assertThrows(IOException.class, () -> none.write(records("x")));
    }
  }
}
