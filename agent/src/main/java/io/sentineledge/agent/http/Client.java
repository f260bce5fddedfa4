package io.sentineledge.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Asks one page of the agent's own port. */
public final class Client {
  private static final int TIMEOUT_MILLIS = 5000;
  private static final int LARGEST_REPLY = 1 << 20;

  /** What came back. */
  public record Reply(int status, String body) {}

  private Client() {}

  /**
   * Asks.
   *
   * @param certificate of the port; empty: it speaks plain HTTP
   * @throws IOException if there is no answer within 5 s
   */
  public static Reply get(InetSocketAddress address, String page, Optional<Path> certificate)
      throws IOException, GeneralSecurityException {
    return get(address, page, certificate, Optional.empty());
  }

  /**
   * Asks for a page that may not be for everybody.
   *
   * @param token that the port asks for
   */
  public static Reply get(
      InetSocketAddress address, String page, Optional<Path> certificate, Optional<String> token)
      throws IOException, GeneralSecurityException {
    try (Socket socket = socket(certificate)) {
      socket.connect(address, TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String request =
          "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n"
              .formatted(page, token.map(t -> Tokens.HEADER + t + "\r\n").orElse(""));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return reply(new String(in.readNBytes(LARGEST_REPLY), StandardCharsets.UTF_8));
    }
  }

  private static Socket socket(Optional<Path> certificate)
      throws IOException, GeneralSecurityException {
    if (certificate.isEmpty()) {
      return new Socket();
    }
    return Pem.context(certificate, Optional.empty(), Optional.empty())
        .getSocketFactory()
        .createSocket();
  }

  private static Reply reply(String text) throws IOException {
    String[] parts = text.split("\r\n\r\n", 2);
    String[] status = parts[0].split(" ", 3);
    if (parts.length < 2 || status.length < 2 || !status[1].matches("[0-9]{3}")) {
      throw new IOException("the answer is no HTTP");
    }
    return new Reply(Integer.parseInt(status[1]), parts[1]);
  }
}
