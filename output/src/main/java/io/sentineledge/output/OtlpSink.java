package io.sentineledge.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Batches of log records to a receiver of OTLP over HTTP, as JSON. */
public final class OtlpSink implements RecordSink {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] END = "]}]}]}".getBytes(StandardCharsets.US_ASCII);

  private final HttpPost post;
  private final byte[] begin;

  /**
   * @param post to {@code /v1/logs} of the receiver
   * @param version of this product
   * @param hostname of this machine
   */
  public OtlpSink(HttpPost post, String version, String hostname) {
    this.post = post;
    List<Map<String, @Nullable Object>> resource =
        List.of(
            OtlpFormat.attribute("service.name", "sentinel-edge"),
            OtlpFormat.attribute("service.version", version),
            OtlpFormat.attribute("host.name", hostname),
            OtlpFormat.attribute("os.type", "linux"));
    String shared =
        new String(
            new JsonLine()
                .of(
                    new Known()
                        .with("resource", new Known().with("attributes", resource))
                        .members()),
            StandardCharsets.UTF_8);
    String open = shared.strip();
    begin =
        ("{\"resourceLogs\":["
                + open.substring(0, open.length() - 1)
                + ",\"scopeLogs\":[{\"scope\":{\"name\":\"io.sentineledge\"},\"logRecords\":[")
            .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void write(List<byte[]> records) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(begin);
    for (int i = 0; i < records.size(); i++) {
      if (i > 0) {
        body.write(',');
      }
      body.writeBytes(records.get(i));
    }
    body.writeBytes(END);
    int refused = refused(post.send(body.toByteArray(), records.size()));
    if (refused > 0) {
      throw new RefusedException("the receiver refuses log records", refused);
    }
  }

  /** What a {@code partialSuccess} says. An answer that is no JSON says nothing. */
  private static int refused(byte[] reply) throws IOException {
    if (reply.length == 0 || reply[0] != '{') {
      return 0;
    }
    try (JsonParser json = JSON.createParser(reply)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isScalarValue() && "rejectedLogRecords".equals(json.currentName())) {
          return json.getValueAsInt();
        }
      }
    }
    return 0;
  }

  @Override
  public void close() {
    post.close();
  }
}
