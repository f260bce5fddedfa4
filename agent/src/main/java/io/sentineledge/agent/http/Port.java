package io.sentineledge.agent.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.sentineledge.kernel.Niceness;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port that answers GET and HEAD for some paths, each request on a virtual thread of its own. */
public final class Port implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Port.class);
  private static final int BACKLOG = 32;
  private static final long LARGEST_BODY = 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static {
    // Read when the server's classes are initialised; seconds, or numbers
    limit("sun.net.httpserver.maxReqTime", "5");
    limit("sun.net.httpserver.idleInterval", "10");
    limit("sun.net.httpserver.maxIdleConnections", "16");
    limit("jdk.httpserver.maxConnections", "128");
    limit("sun.net.httpserver.maxReqHeaders", "64");
    limit("sun.net.httpserver.maxReqHeaderSize", "16384");
    limit("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Precedence precedence = new Precedence(Niceness.get());
  private final Map<String, Page> pages;
  private final @Nullable Tokens tokens;
  private final SlowClients slow;

  private Port(
      HttpServer server, Map<String, Page> pages, @Nullable Tokens tokens, Duration patience) {
    this.server = server;
    this.pages = Map.copyOf(pages);
    this.tokens = tokens;
    slow = new SlowClients(patience);
  }

  private static void limit(String name, String value) {
    System.setProperty(name, value);
  }

  /**
   * Opens a port.
   *
   * @param pages by path
   * @param tls null: the port speaks plain HTTP
   * @param tokens null: nothing needs a token
   * @throws IOException if it can't be opened
   */
  public static Port open(
      InetSocketAddress address,
      Map<String, Page> pages,
      @Nullable Tls tls,
      @Nullable Tokens tokens)
      throws IOException {
    return open(address, pages, tls, tokens, PATIENCE);
  }

  /**
   * Opens a port.
   *
   * @param patience after which who reads too slowly may be cut off
   */
  static Port open(
      InetSocketAddress address,
      Map<String, Page> pages,
      @Nullable Tls tls,
      @Nullable Tokens tokens,
      Duration patience)
      throws IOException {
    HttpServer server;
    if (tls == null) {
      server = HttpServer.create(address, BACKLOG);
    } else {
      HttpsServer secure = HttpsServer.create(address, BACKLOG);
      secure.setHttpsConfigurator(new Secure(tls));
      server = secure;
    }
    Port port = new Port(server, pages, tokens, patience);
    server.createContext("/", port::handle);
    server.setExecutor(port::execute);
    server.start();
    return port;
  }

  private static final class Secure extends HttpsConfigurator {
    private final Tls tls;

    Secure(Tls tls) {
      super(tls.context());
      this.tls = tls;
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters wanted = tls.context().getDefaultSSLParameters();
      wanted.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      wanted.setNeedClientAuth(tls.wantsClientCertificate());
      parameters.setSSLParameters(wanted);
    }
  }

  /** Where it listens; the port is the chosen one where any was wanted. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Called by the one thread that accepts. Threads that carry virtual ones run requests alone. */
  private void execute(Runnable exchange) {
    int nice = precedence.ofRequest(System.nanoTime());
    Niceness.set(nice);
    executor.execute(() -> {
      Niceness.set(nice);
      exchange.run();
    });
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (RuntimeException e) {
        LOG.error("Internal error while answering {}", exchange.getRequestURI().getPath(), e);
        answer = Answer.text(500, "internal error");
      }
      byte[] body = answer.bytes();
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      long length = answer.stream() == null ? body.length : 0; // 0: not known
      exchange.sendResponseHeaders(answer.status(), head ? -1 : length);
      if (!head) {
        try (OutputStream out = slow.watch(exchange.getResponseBody())) {
          if (answer.stream() == null) {
            out.write(body);
          } else {
            answer.stream().write(out);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** Cuts off clients that don't read what they asked for; to be called now and then. */
  public void cutOffSlowClients() {
    slow.cutOff();
  }

  private Answer answer(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Answer.text(405, "nothing can be changed here: use GET");
    }
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (length != null && (length.length() > 4 || Long.parseLong(length) > LARGEST_BODY)) {
      return Answer.text(413, "a request needs no body");
    }
    Page page = pages.get(exchange.getRequestURI().getPath());
    boolean allowed =
        tokens == null
            || (page != null && page.open())
            || tokens.accept(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!allowed) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      return Answer.text(401, "a token is needed: Authorization: Bearer TOKEN");
    }
    if (page == null) {
      return Answer.text(
          404, "no such page; there are: " + String.join(" ", new TreeSet<>(pages.keySet())));
    }
    return page.answer().apply(Request.of(exchange));
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
