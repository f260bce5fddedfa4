package io.sentineledge.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A POST of each alert; a status below 300 means that it was taken. Redirects are not followed. */
public final class WebhookSink implements RecordSink {
  private final URI url;
  private final Map<String, String> headers;
  private final boolean gzip;
  private final int timeoutMillis;
  private final @Nullable SSLContext tls;

  /** Of a batch that failed, how many records were taken before. */
  private int taken;

  /**
   * @param tls for https; null: whom Java trusts
   */
  public WebhookSink(
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

  @Override
  public void write(List<byte[]> records) throws IOException {
    while (taken < records.size()) {
      post(records.get(taken));
      taken++;
    }
    taken = 0;
  }

  private void post(byte[] record) throws IOException {
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
    byte[] body = gzip ? compressed(record) : record;
    if (gzip) {
      connection.setRequestProperty("Content-Encoding", "gzip");
    }
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      if (in != null) {
        in.readNBytes(1 << 16); // so that the connection can be used again
      }
    }
    if (status >= 300) {
      throw new IOException("the webhook answered with status " + status);
    }
  }

  private static byte[] compressed(byte[] record) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(record);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    // Connections are the JDK's; idle ones end by themselves
  }
}
