package io.sentineledge.agent.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.sentineledge.output.HttpPost;
import io.sentineledge.output.WebhookSink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks over TLS, to a receiver that asks for a certificate. */
@Timeout(60)
class WebhookTlsTest {
  private static final int ALERTS = 20;

  @TempDir private Path folder = Path.of("");

  private SSLContext context(String trusted, String own) throws Exception {
    Optional<Path> certificate = Optional.of(own).filter(name -> !name.isEmpty()).map(this::file);
    Optional<Path> key = certificate.map(_ -> folder.resolve(own + ".key"));
    return Pem.context(Optional.of(file(trusted)), certificate, key);
  }

  private Path file(String name) {
    return folder.resolve(name + ".crt");
  }

  private HttpsServer receiver(Set<String> received) throws Exception {
    SSLContext context = context("agent", "receiver");
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = context.getDefaultSSLParameters();
            wanted.setNeedClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return server;
  }

  @Test
  void alertsGoToWhomIsTrustedWithTheAgentsCertificate() throws Exception {
    for (String name : List.of("agent", "receiver", "other")) {
      Certificates.make(folder, name, name);
    }
    Set<String> received = Collections.synchronizedSet(new TreeSet<>());
    HttpsServer server = receiver(received);
    URI url = URI.create("https://localhost:" + server.getAddress().getPort());
    List<byte[]> alerts =
        IntStream.range(0, ALERTS).mapToObj(i -> Integer.toString(i).getBytes(UTF_8)).toList();
    try {
      try (WebhookSink sink = sink(url, context("receiver", "agent"))) {
        sink.write(alerts);
      }
      assertEquals(ALERTS, received.size());
      for (SSLContext wrong : List.of(context("other", "agent"), context("receiver", ""))) {
        try (WebhookSink sink = sink(url, wrong)) {
          assertThrows(IOException.class, () -> sink.write(List.of("more".getBytes(UTF_8))));
        }
      }
    } finally {
      server.stop(0);
    }
    assertEquals(ALERTS, received.size());
  }

  private static WebhookSink sink(URI url, SSLContext context) {
    return new WebhookSink(new HttpPost(url, Map.of(), false, 20_000, context, 4));
  }
}
