package io.sentineledge.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Requests that hand over JSON to one address; connections are used again. Redirects are not
 * followed. The class of the JDK that needs the fewest others: no threads, no selectors.
 */
public final class HttpPost {
  private static final int LARGEST_REPLY = 1 << 16;
  private static final int BAD_REQUEST = 400;
  private static final int CONTENT_TOO_LARGE = 413;
  private static final int UNPROCESSABLE = 422;

  private final URI url;
  private final Map<String, String> headers;
  private final boolean gzip;
  private final int timeoutMillis;
  private final @Nullable SSLContext tls;

  /**
   * @param tls for https; null: whom Java trusts
   */
  public HttpPost(
      URI url,
      Map<String, String> headers,
      boolean gzip,
      int timeoutMillis,
      @Nullable SSLContext tls) {
    this.url = url;
    this.headers = Map.copyOf(headers);
    this.gzip = gzip;
    this.timeoutMillis = timeoutMillis;
    this.tls = tls;
  }

  /**
   * Makes a request; returns the answer's body, at most 64 KiB of it.
   *
   * @param records how many the body holds
   * @throws RefusedException if the receiver will never take this body
   * @throws IOException if it did not take it: its status is not below 300, or there is no answer
   */
  byte[] send(byte[] json, int records) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    if (tls != null && connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(tls.getSocketFactory());
    }
    connection.setConnectTimeout(timeoutMillis);
    connection.setReadTimeout(timeoutMillis);
    connection.setInstanceFollowRedirects(false);
    connection.setDoOutput(true);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    headers.forEach(connection::setRequestProperty);
    byte[] body = gzip ? compressed(json) : json;
    if (gzip) {
      connection.setRequestProperty("Content-Encoding", "gzip");
    }
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    int status = connection.getResponseCode();
    byte[] reply = new byte[0];
    try (InputStream in =
        status < BAD_REQUEST ? connection.getInputStream() : connection.getErrorStream()) {
      if (in != null) {
        reply = in.readNBytes(LARGEST_REPLY); // also so that the connection can be used again
      }
    }
    if (status == BAD_REQUEST || status == CONTENT_TOO_LARGE || status == UNPROCESSABLE) {
      throw new RefusedException("the receiver refuses it with status " + status, records);
    }
    if (status >= 300) {
      throw new IOException("the receiver answered with status " + status);
    }
    return reply;
  }

  private static byte[] compressed(byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    }
    return bytes.toByteArray();
  }
}
