package io.sentineledge.agent.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PortTest {
  @TempDir private Path folder = Path.of("");

  private static Port open(@Nullable Tls tls, @Nullable Tokens tokens) throws IOException {
    return Port.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Map.of(
            "/open",
            new Page(true, accept -> Answer.text(200, "open")),
            "/closed",
            new Page(false, accept -> Answer.text(200, "closed")),
            "/broken",
            new Page(
                false,
                accept -> {
                  throw new IllegalStateException("a defect");
                })),
        tls,
        tokens);
  }

  private static int status(Port port, String request) throws IOException {
    try (Socket socket = new Socket(port.address().getAddress(), port.address().getPort())) {
      socket.getOutputStream().write((request + "\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readNBytes(12), US_ASCII);
      return Integer.parseInt(answer.substring(9));
    }
  }

  @Test
  void nothingCanBeChanged() throws Exception {
    try (Port port = open(null, null)) {
      assertEquals(200, status(port, "GET /open HTTP/1.1"));
      assertEquals(200, status(port, "HEAD /open HTTP/1.1"));
      assertEquals(404, status(port, "GET /other HTTP/1.1"));
      assertEquals(405, status(port, "DELETE /open HTTP/1.1"));
      assertEquals(405, status(port, "POST /open HTTP/1.1\r\nContent-Length: 0"));
      assertEquals(413, status(port, "GET /open HTTP/1.1\r\nContent-Length: 99999"));
      assertEquals(500, status(port, "GET /broken HTTP/1.1"));
      assertEquals(200, status(port, "GET /open HTTP/1.1"));
    }
  }

  @Test
  void tokensGuardAllButWhatIsOpenAndCanBeReplaced() throws Exception {
    Path file = Files.writeString(folder.resolve("tokens"), "first\nsecond\n");
    try (Port port = open(null, new Tokens(file))) {
      assertEquals(200, status(port, "GET /open HTTP/1.1"));
      assertEquals(401, status(port, "GET /closed HTTP/1.1"));
      assertEquals(401, status(port, "GET /other HTTP/1.1"));
      assertEquals(401, status(port, "GET /closed HTTP/1.1\r\nAuthorization: Bearer fir"));
      assertEquals(401, status(port, "GET /closed HTTP/1.1\r\nAuthorization: Basic first"));
      assertEquals(200, status(port, "GET /closed HTTP/1.1\r\nAuthorization: Bearer first"));
      assertEquals(200, status(port, "GET /closed HTTP/1.1\r\nAuthorization: Bearer second"));
      Files.writeString(file, "third\n");
      Files.setLastModifiedTime(file, FileTime.fromMillis(1));
      assertEquals(401, status(port, "GET /closed HTTP/1.1\r\nAuthorization: Bearer first"));
      assertEquals(200, status(port, "GET /closed HTTP/1.1\r\nAuthorization: Bearer third"));
      Files.delete(file);
      assertEquals(401, status(port, "GET /closed HTTP/1.1\r\nAuthorization: Bearer third"));
    }
  }

  private Client.Reply get(Port port, String trusted) throws IOException, GeneralSecurityException {
    return Client.get(port.address(), "/open", Optional.of(folder.resolve(trusted)));
  }

  @Test
  void aNewCertificateIsTakenOver() throws Exception {
    Certificates.make(folder, "own", "one");
    Certificates.make(folder, "other", "two");
    Path crt = folder.resolve("own.crt");
    Path key = folder.resolve("own.key");
    Files.copy(crt, folder.resolve("one.crt"));
    Tls tls = new Tls(crt, key, Optional.empty());
    try (Port port = open(tls, null)) {
      assertEquals(200, get(port, "one.crt").status());
      assertThrows(IOException.class, () -> get(port, "other.crt"));
      Files.writeString(crt, "nonsense");
      Files.setLastModifiedTime(crt, FileTime.fromMillis(1));
      tls.refresh();
      assertEquals(200, get(port, "one.crt").status());
      Files.write(crt, Files.readAllBytes(folder.resolve("other.crt")));
      Files.write(key, Files.readAllBytes(folder.resolve("other.key")));
      Files.setLastModifiedTime(crt, FileTime.fromMillis(2));
      tls.refresh();
      assertEquals(200, get(port, "other.crt").status());
      assertThrows(IOException.class, () -> get(port, "one.crt"));
    }
  }

  @Test
  void clientsMustShowACertificateWhereThatIsAsked() throws Exception {
    Certificates.make(folder, "own", "one");
    Tls tls =
        new Tls(
            folder.resolve("own.crt"),
            folder.resolve("own.key"),
            Optional.of(folder.resolve("own.crt")));
    try (Port port = open(tls, null)) {
      assertThrows(IOException.class, () -> get(port, "own.crt"));
      String host = "127.0.0.1:" + port.address().getPort();
      String crt = folder.resolve("own.crt").toString();
      String key = folder.resolve("own.key").toString();
      Process client =
          new ProcessBuilder(
                  "timeout",
                  "20",
                  "openssl",
                  "s_client",
                  "-quiet",
                  "-CAfile",
                  crt,
                  "-cert",
                  crt,
                  "-key",
                  key,
                  "-connect",
                  host)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      client
          .getOutputStream()
          .write("GET /open HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      client.getOutputStream().flush();
      String answer = new String(client.getInputStream().readAllBytes(), US_ASCII);
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    }
  }
}
