package io.sentineledge.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several requests at once, and receivers of all kinds. */
@Timeout(60)
class WebhookSinkTest {
  private static final InetAddress LOCAL = InetAddress.getLoopbackAddress();

  private static WebhookSink sink(int port, int timeoutMillis, int atOnce) {
    URI url = URI.create("http://user:pa%20ss@127.0.0.1:" + port + "/hook?a=b");
    return new WebhookSink(new HttpPost(url, Map.of(), false, timeoutMillis, null, atOnce));
  }

  private static List<byte[]> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> Integer.toString(i).getBytes(UTF_8)).toList();
  }

  private static List<String> texts(List<byte[]> records) {
    return records.stream().map(record -> new String(record, UTF_8)).toList();
  }

  /** Answers a connection's requests with what it is told to, raw; then ends the connection. */
  private static void serve(ServerSocket server, List<String> bodies, String... answers) {
    Thread.ofVirtual()
        .start(() -> {
          try (Socket client = server.accept()) {
            BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
            for (String answer : answers) {
              bodies.add(request(in));
              client.getOutputStream().write(answer.getBytes(UTF_8));
            }
          } catch (IOException e) {
            // The test has ended
          }
        });
  }

  private static String request(BufferedReader in) throws IOException {
    int length = 0;
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      length = line.startsWith("Content-Length: ") ? Integer.parseInt(line.substring(16)) : length;
    }
    char[] body = new char[length];
    assertEquals(length, in.read(body));
    return new String(body);
  }

  @Test
  void asManyRequestsAsAllowedWaitAtOnceAndWhatIsTakenIsNotSentAgain() throws Exception {
    Map<String, AtomicInteger> taken = Collections.synchronizedMap(new TreeMap<>());
    CyclicBarrier together = new CyclicBarrier(4);
    AtomicInteger refusals = new AtomicInteger(3);
    HttpServer server = HttpServer.create(new InetSocketAddress(LOCAL, 0), 50);
    server.createContext(
        "/hook",
        exchange -> {
          try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            together.await(); // none has an answer before four are there
            assertEquals("/hook?a=b", exchange.getRequestURI().toString());
            assertEquals(
                "Basic dXNlcjpwYSBzcw==", exchange.getRequestHeaders().getFirst("Authorization"));
            boolean busy = body.endsWith("1") && refusals.getAndDecrement() > 0;
            if (!busy) {
              taken.computeIfAbsent(body, _ -> new AtomicInteger()).incrementAndGet();
            }
            exchange.sendResponseHeaders(busy ? 503 : 200, -1);
          } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
            throw new IOException(e);
          }
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    try (WebhookSink sink = sink(server.getAddress().getPort(), 20_000, 4)) {
      IncompleteException failed =
          assertThrows(IncompleteException.class, () -> sink.write(numbers(0, 4)));
      assertEquals(List.of("1"), texts(failed.left()));
      assertEquals(3, taken.size());
      refusals.set(0);
      List<byte[]> rest = new ArrayList<>(failed.left());
      rest.addAll(numbers(10, 21));
      sink.write(rest);
    } finally {
      server.stop(0);
    }
    assertEquals(15, taken.size());
    taken.forEach((body, times) -> assertEquals(1, times.get(), body));
  }

  @Test
  void answersOfAllShapes() throws Exception {
    List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    try (ServerSocket server = new ServerSocket(0, 5, LOCAL);
        WebhookSink sink = sink(server.getLocalPort(), 20_000, 1)) {
      serve(
          server,
          bodies,
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: 1\r\n\r\n",
          "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
          "HTTP/1.1 202\r\ncontent-length:2\r\n\r\nok",
          "HTTP/1.1 200 OK\r\n\r\nall that comes");
      sink.write(numbers(0, 4));
      serve(server, bodies, "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n");
      sink.write(numbers(4, 5));
      serve(server, bodies, "HTTP/1.1 400 Bad\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      assertThrows(RefusedException.class, () -> sink.write(numbers(5, 6)));
      serve(server, bodies, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      sink.write(numbers(6, 7));
      // It has ended the connection meanwhile: the request goes over another one
      serve(server, bodies, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      sink.write(numbers(7, 8));
      serve(server, bodies, "I am no HTTP\r\n\r\n");
      IncompleteException failed =
          assertThrows(IncompleteException.class, () -> sink.write(numbers(8, 9)));
      assertTrue(String.valueOf(failed.getMessage()).contains("I am no HTTP"), failed.getMessage());
    }
    assertEquals(texts(numbers(0, 9)), bodies);
  }

  @Test
  void silenceAndAnEndAreFailures() throws Exception {
    List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    try (ServerSocket server = new ServerSocket(0, 5, LOCAL);
        WebhookSink sink = sink(server.getLocalPort(), 300, 2)) {
      IncompleteException silent =
          assertThrows(IncompleteException.class, () -> sink.write(numbers(0, 5)));
      assertInstanceOf(HttpTimeoutException.class, silent.getCause());
      assertEquals(texts(numbers(0, 5)), texts(silent.left()));
      sink.close();
      for (int i = 0; i < 2; i++) {
        server.accept().close();
      }
      serve(server, bodies, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
      assertThrows(IncompleteException.class, () -> sink.write(numbers(0, 1)));
    }
  }
}
