package io.sentineledge.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.sentineledge.event.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonFormatTest {
  private static final String NASTY =
      "/tmp/\u001b[2J\u001b]0;x\u0007\r\n\t\"\\{}\u0000\u007f\u009b31m\u202egpj.sh\u2028\udb40\udc41é日\ud83d\ude00";

  private final JsonFormat format = new JsonFormat();

  @Test
  void hasFalcosShape() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("evt.time", Alerts.TIME);
    fields.put("fd.name", "/etc/shadow");
    fields.put("proc.is_exe_upper_layer", false);
    fields.put("container.id", null);
    fields.put("proc.aname", List.of("bash", "sshd"));
    assertEquals(
        """
        {"time":"2026-01-31T12:00:00.123456789Z","rule":"Credential file read",\
        "priority":"Critical","source":"syscall","hostname":"host-1",\
        "tags":["mitre_credential_access","T1003.008"],"output":"cat read /etc/shadow",\
        "output_fields":{"evt.time":1769860800123456789,"fd.name":"/etc/shadow",\
        "proc.is_exe_upper_layer":false,"container.id":null,"proc.aname":["bash","sshd"]}}
        """,
        new String(
            format.format(Alerts.alert("cat read /etc/shadow", fields)), StandardCharsets.UTF_8));
  }

  @Test
  void aSigmaRuleSaysMoreAboutItself() {
    String line = new String(format.format(Alerts.ofSigma()), StandardCharsets.UTF_8);
    assertTrue(
        line.endsWith(
            """
            "output_fields":{},"rule_id":"6c4e2f43-0000-4000-8000-97e53fa2bd05","level":"low",\
            "status":"test","author":null,"references":["https://example.org/cron"],\
            "falsepositives":["Administrators","Package managers"]}
            """),
        line);
  }

  @Test
  void aHostileValueIsExactInTheFieldsAndVisibleInTheText() throws IOException {
    byte[] line = format.format(Alerts.alert("opened " + NASTY, Map.of("fd.name", NASTY)));
    check(line, "nasty");
    Map<String, String> read = strings(line);
    assertEquals(NASTY, read.get("fd.name"));
    assertEquals(SafeText.of("opened " + NASTY), read.get("output"));
  }

  @Test
  void aLoneSurrogateCannotBreakTheEncoding() throws IOException {
    byte[] line =
        format.format(Alerts.alert("x", Map.of("fd.name", "a\ud800b\udc00c\ud83d\ude00")));
    check(line, "surrogate");
    assertEquals("a\\ud800b\\udc00c\ud83d\ude00", strings(line).get("fd.name"));
  }

  @Test
  void fourKibibytesOfEscapesAreWhole() throws IOException {
    String name = "\u001b".repeat(4096);
    byte[] line = format.format(Alerts.alert(name, Map.of("fd.name", name)));
    check(line, "long");
    assertEquals(name, strings(line).get("fd.name"));
  }

  @Test
  void anyBytesGiveOneLineOfValidJson() throws IOException {
    long seed = 20_260_102;
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      byte[] name = new byte[random.nextInt(300)];
      random.nextBytes(name);
      String text = Text.of(name).toString();
      byte[] line = format.format(Alerts.alert(text, text, Map.of("fd.name", text, text, "x")));
      check(line, "seed=" + seed + " round=" + round);
      assertEquals(text.equals("fd.name") ? "x" : text, strings(line).get("fd.name"));
    }
  }

  /** One line of valid UTF-8 without a raw control or format character. */
  private static void check(byte[] line, String which) throws IOException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    assertTrue(text.endsWith("}\n"), which);
    assertTrue(
        text.codePoints()
            .limit(text.codePointCount(0, text.length()) - 1)
            .allMatch(SafeText::isHarmless),
        which);
  }

  /** Every member whose value is a string. */
  private static Map<String, String> strings(byte[] line) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    JsonFactory strict =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = strict.createParser(line)) {
      while (parser.nextToken() != null) {
        String name = parser.currentName();
        if (parser.currentToken() == JsonToken.VALUE_STRING && name != null) {
          found.put(name, parser.getText());
        }
      }
    }
    return found;
  }
}
