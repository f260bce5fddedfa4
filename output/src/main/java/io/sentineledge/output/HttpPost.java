package io.sentineledge.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Requests that hand over JSON to one address, some at the same time, each on a connection of its
 * own. Redirects are not followed. For one thread.
 */
public final class HttpPost implements AutoCloseable {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int BAD_REQUEST = 400;
  private static final int CONTENT_TOO_LARGE = 413;
  private static final int UNPROCESSABLE = 422;

  /** What the body and the connection decide. */
  private static final Set<String> OWN =
      Set.of("content-length", "content-encoding", "transfer-encoding", "connection", "expect");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern VALUE = Pattern.compile("[^\\x00-\\x1f\\x7f]*");

  private final byte[] head;
  private final boolean gzip;
  private final List<HttpConnection> connections;

  /**
   * Connects to nobody yet.
   *
   * @param url with a user and a password, where the receiver wants them: {@code USER:PASSWORD@}
   * @param headers further ones, or others than those that are sent as a rule
   * @param tls for https; null: whom Java trusts
   * @param atOnce how many requests may wait for their answers
   * @throws IllegalArgumentException if a header can't be sent
   */
  public HttpPost(
      URI url,
      Map<String, String> headers,
      boolean gzip,
      int timeoutMillis,
      @Nullable SSLContext tls,
      int atOnce) {
    boolean secure = url.getScheme().equalsIgnoreCase("https");
    int port = url.getPort() >= 0 ? url.getPort() : secure ? HTTPS : HTTP;
    Connector connector = new Connector(url.getHost(), port, timeoutMillis, secure, tls);
    this.gzip = gzip;
    head = head(url, headers, gzip);
    connections = Stream.generate(() -> new HttpConnection(connector)).limit(atOnce).toList();
  }

  private static byte[] head(URI url, Map<String, String> headers, boolean gzip) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("Host", url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort());
    all.put("User-Agent", "sentinel-edge");
    all.put("Accept", "*/*");
    all.put("Content-Type", "application/json");
    if (url.getUserInfo() != null) {
      byte[] user = url.getUserInfo().getBytes(StandardCharsets.UTF_8);
      all.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
    }
    headers.forEach((name, value) -> {
      if (!allows(name, value)) {
        throw new IllegalArgumentException("the header " + name + " can't be sent");
      }
      all.put(name, value);
    });
    if (gzip) {
      all.put("Content-Encoding", "gzip");
    }
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    StringBuilder text = new StringBuilder("POST " + path + query + " HTTP/1.1\r\n");
    all.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
    return text.append("Content-Length: ").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a header can be sent: it has a name and one line, and is not for the agent to set. */
  public static boolean allows(String name, String value) {
    return NAME.matcher(name).matches()
        && VALUE.matcher(value).matches()
        && !OWN.contains(name.toLowerCase(Locale.ROOT));
  }

  /** How many requests may wait for their answers. */
  int atOnce() {
    return connections.size();
  }

  /**
   * Begins a request. Its answer must be taken before another one is begun there.
   *
   * @param place from 0 to {@link #atOnce} - 1
   * @throws IOException if it could not be sent
   */
  void begin(int place, byte[] json) throws IOException {
    byte[] body = gzip ? compressed(json) : json;
    byte[] length = (body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer request = ByteBuffer.allocate(head.length + length.length + body.length);
    connections.get(place).send(request.put(head).put(length).put(body).array());
  }

  /**
   * Waits for the answer; returns its body, at most 64 KiB of it.
   *
   * @param records how many the request's body holds
   * @throws RefusedException if the receiver will never take this body
   * @throws IOException if it did not take it: its status is not below 300, or there is no answer
   */
  byte[] end(int place, int records) throws IOException {
    HttpConnection connection = connections.get(place);
    int status = connection.answer();
    if (status == BAD_REQUEST || status == CONTENT_TOO_LARGE || status == UNPROCESSABLE) {
      throw new RefusedException("the receiver refuses it with status " + status, records);
    }
    if (status >= 300) {
      throw new IOException("the receiver answered with status " + status);
    }
    return connection.body();
  }

  /** Makes a request; what it returns and throws is that of {@link #end}. */
  byte[] send(byte[] json, int records) throws IOException {
    begin(0, json);
    return end(0, records);
  }

  private static byte[] compressed(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }

  /** Ends the connections; the next request makes new ones. */
  @Override
  public void close() {
    connections.forEach(HttpConnection::close);
  }
}
