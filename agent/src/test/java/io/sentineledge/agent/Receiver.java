package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sentineledge.agent.http.Port;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A receiver of webhooks that notes which of the files {@code f0}, {@code f1}... came, in order.
 */
final class Receiver implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("\"fd.name\":\"[^\"]*/(f[0-9]+)\"");

  private final HttpServer server;
  private final List<String> names = new CopyOnWriteArrayList<>();
  private volatile Headers headers = new Headers();

  /**
   * Listens on the loopback address.
   *
   * @param port 0: any free one
   */
  Receiver(int port) throws IOException {
    try {
      // The JDK's server reads its limits once in a JVM: other tests need those of the agent
      MethodHandles.lookup().ensureInitialized(Port.class);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10);
    server.createContext(
        "/",
        exchange -> {
          names.addAll(names(new String(body(exchange).readAllBytes(), UTF_8)));
          headers = exchange.getRequestHeaders();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  private static InputStream body(HttpExchange request) throws IOException {
    boolean gzip = "gzip".equals(request.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream body = request.getRequestBody();
    return gzip ? new GZIPInputStream(body) : body;
  }

  /** A header of the last request; empty if it had none of that name. */
  String header(String name) {
    return Objects.requireNonNullElse(headers.getFirst(name), "");
  }

  /** The files that alerts in Falco's JSON are about, in order. */
  static List<String> names(String alerts) {
    return NAME.matcher(alerts).results().map(found -> found.group(1)).toList();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What came so far. */
  List<String> names() {
    return names;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
