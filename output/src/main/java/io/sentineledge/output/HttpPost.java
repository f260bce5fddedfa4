package io.sentineledge.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Requests of HTTP/1.1 that hand over JSON to one address, some at the same time. Redirects are not
 * followed. For one thread.
 */
public final class HttpPost implements AutoCloseable {
  private static final int BAD_REQUEST = 400;
  private static final int CONTENT_TOO_LARGE = 413;
  private static final int UNPROCESSABLE = 422;

  /** What the body, the address and the connection decide. */
  private static final Set<String> OWN =
      Set.of(
          "content-length",
          "content-encoding",
          "transfer-encoding",
          "connection",
          "expect",
          "host",
          "upgrade");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern VALUE = Pattern.compile("[^\\x00-\\x1f\\x7f]*");

  private final String receiver;
  private final HttpRequest.Builder request;
  private final boolean gzip;
  private final int timeoutMillis;
  private final @Nullable SSLContext tls;
  private final Waiting[] waiting;
  private @Nullable HttpClient client;

  /** A request that was sent, and until when its answer is waited for, by System.nanoTime. */
  private record Waiting(CompletableFuture<HttpResponse<byte[]>> answer, long deadline) {}

  /**
   * Connects to nobody yet.
   *
   * @param url with a user and a password, where the receiver wants them: {@code USER:PASSWORD@}
   * @param headers further ones, or others than those that are sent as a rule
   * @param timeoutMillis the longest wait for a whole answer
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
    receiver = url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    this.gzip = gzip;
    this.timeoutMillis = timeoutMillis;
    this.tls = tls;
    request = HttpRequest.newBuilder(url).version(HttpClient.Version.HTTP_1_1);
    waiting = new Waiting[atOnce];
    headers(url, headers).forEach(request::setHeader);
  }

  private Map<String, String> headers(URI url, Map<String, String> headers) {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("User-Agent", "sentinel-edge");
    all.put("Accept", "*/*");
    all.put("Content-Type", "application/json");
    if (gzip) {
      all.put("Content-Encoding", "gzip");
    }
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
    return all;
  }

  /** Whether a header can be sent: it has a name and one line, and is not for the agent to set. */
  public static boolean allows(String name, String value) {
    return NAME.matcher(name).matches()
        && VALUE.matcher(value).matches()
        && !OWN.contains(name.toLowerCase(Locale.ROOT));
  }

  /** How many requests may wait for their answers. */
  int atOnce() {
    return waiting.length;
  }

  /**
   * Begins a request. Its answer must be taken before another one is begun there.
   *
   * @param place from 0 to {@link #atOnce} - 1
   * @throws IOException if the body can't be compressed
   */
  void begin(int place, byte[] json) throws IOException {
    HttpRequest whole =
        request.copy().POST(BodyPublishers.ofByteArray(gzip ? compressed(json) : json)).build();
    waiting[place] =
        new Waiting(
            client().sendAsync(whole, _ -> new BeginningOfBody()),
            System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
  }

  private HttpClient client() {
    HttpClient known = client;
    if (known == null) {
      HttpClient.Builder made = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER);
      if (tls != null) {
        made.sslContext(tls);
      }
      known = made.build();
      client = known;
    }
    return known;
  }

  /**
   * Waits for the answer; returns its body, at most 64 KiB of it.
   *
   * @param records how many the request's body holds
   * @throws RefusedException if the receiver will never take this body
   * @throws IOException if it did not take it: its status is not below 300, or there is no answer
   */
  byte[] end(int place, int records) throws IOException {
    HttpResponse<byte[]> answer = answer(waiting[place]);
    int status = answer.statusCode();
    if (status == BAD_REQUEST || status == CONTENT_TOO_LARGE || status == UNPROCESSABLE) {
      throw new RefusedException("the receiver refuses it with status " + status, records);
    }
    if (status >= 300) {
      throw new IOException("the receiver answered with status " + status);
    }
    return answer.body();
  }

  private HttpResponse<byte[]> answer(Waiting sent) throws IOException {
    try {
      return sent.answer.get(sent.deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      sent.answer.cancel(true);
      throw new HttpTimeoutException("no answer within " + timeoutMillis + " ms");
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      sent.answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while an answer was awaited");
    }
  }

  /** The JDK's client does not say to whom it can't connect. */
  private IOException failure(@Nullable Throwable cause) {
    if (cause instanceof ConnectException refused && refused.getMessage() == null) {
      return new ConnectException("no connection to " + receiver);
    }
    return cause instanceof IOException failure ? failure : new IOException(cause);
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
    if (client != null) {
      client.shutdownNow();
      client = null;
    }
  }
}
