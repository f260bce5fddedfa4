package io.sentineledge.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * OTLP to a receiver that reads it with OpenTelemetry's own definition, which takes nothing else.
 */
@Timeout(60)
class OtlpTest {
  private final List<ExportLogsServiceRequest> requests =
      Collections.synchronizedList(new ArrayList<>());
  private volatile String reply = "{}";
  private volatile int status = 200;
  private HttpServer server = receiver();
  private OtlpSink sink = sink();

  private static HttpServer receiver() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private OtlpSink sink() {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/logs");
    return new OtlpSink(new HttpPost(url, Map.of(), true, 5000, null, 1), "0.1.0", "host-1");
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/v1/logs",
        exchange -> {
          try (exchange) {
            byte[] body = new GZIPInputStream(exchange.getRequestBody()).readAllBytes();
            ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
            JsonFormat.parser().merge(new String(body, UTF_8), request);
            requests.add(request.build());
            exchange.sendResponseHeaders(status, reply.length());
            exchange.getResponseBody().write(reply.getBytes(UTF_8));
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    sink.close();
    server.stop(0);
  }

  private static AnyValue value(List<KeyValue> attributes, String key) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .findFirst()
        .orElseThrow(() -> new AssertionError(key + " in " + attributes))
        .getValue();
  }

  @Test
  void aBatchIsOneRequestWhoseRecordsSayWhatTheAlertsSay() throws Exception {
    OtlpFormat format = new OtlpFormat();
    Map<String, Object> fields =
        Map.of("proc.pid", 42L, "fd.name", "/etc/\ud800x", "is", true, "proc.aname", List.of("a"));
    sink.write(
        List.of(
            format.format(Alerts.alert("cat read\n", new java.util.HashMap<>(fields))),
            format.format(new Sighting(Alerts.ofSigma(), 3, 1, 2))));
    var logs = requests.getFirst().getResourceLogs(0);
    assertEquals(
        "host-1", value(logs.getResource().getAttributesList(), "host.name").getStringValue());
    assertEquals(2, logs.getScopeLogs(0).getLogRecordsCount());
    LogRecord record = logs.getScopeLogs(0).getLogRecords(0);
    assertEquals(Alerts.TIME, record.getTimeUnixNano());
    assertEquals(SeverityNumber.SEVERITY_NUMBER_ERROR2, record.getSeverityNumber());
    assertEquals("Critical", record.getSeverityText());
    assertEquals("cat read\\n", record.getBody().getStringValue());
    List<KeyValue> attributes = record.getAttributesList();
    assertEquals("Credential file read", value(attributes, "security_rule.name").getStringValue());
    assertEquals(42, value(attributes, "proc.pid").getIntValue());
    assertEquals("/etc/\\ud800x", value(attributes, "fd.name").getStringValue());
    assertEquals(true, value(attributes, "is").getBoolValue());
    assertEquals(
        "a", value(attributes, "proc.aname").getArrayValue().getValues(0).getStringValue());
    List<KeyValue> folded = logs.getScopeLogs(0).getLogRecords(1).getAttributesList();
    assertEquals(3, value(folded, "sentineledge.count").getIntValue());
  }

  @Test
  void whatTheReceiverRefusesIsCountedAndWhatItCannotTakeNowIsKept() {
    List<byte[]> batch = List.of(new OtlpFormat().format(Alerts.alert("x", Map.of())));
    reply = "{\"partialSuccess\":{\"rejectedLogRecords\":\"1\",\"errorMessage\":\"no\"}}";
    assertEquals(1, assertThrows(RefusedException.class, () -> sink.write(batch)).records());
    reply = "";
    status = 503;
    assertEquals(
        IOException.class, assertThrows(IOException.class, () -> sink.write(batch)).getClass());
    status = 400;
    assertThrows(RefusedException.class, () -> sink.write(batch));
  }
}
