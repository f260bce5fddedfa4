package io.sentineledge.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.detect.Alert;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Alerts in the formats of others, held against what those schemas publish. */
class SchemasTest {
  private static final List<Alert> ALERTS =
      List.of(
          Alerts.alert("bare", Map.of()),
          Alerts.ofSigma(),
          Alerts.alert(
              "cat read /etc/shadow\n",
              Map.ofEntries(
                  Map.entry("fd.name", "/etc/shadow"),
                  Map.entry("proc.name", "cat"),
                  Map.entry("proc.cmdline", "cat /etc/shadow"),
                  Map.entry("proc.exepath", "/usr/bin/cat"),
                  Map.entry("proc.cwd", "/root/"),
                  Map.entry("proc.ppid", 99L),
                  Map.entry("proc.pname", "bash"),
                  Map.entry("user.uid", 0L),
                  Map.entry("user.name", "root"),
                  Map.entry("container.id", "3ad7b26ded6d"),
                  Map.entry("container.name", "web"),
                  Map.entry("container.image.repository", "nginx"),
                  Map.entry("container.image.tag", "1.27"),
                  Map.entry("k8s.ns.name", "default"),
                  Map.entry("k8s.pod.name", "web-1"))),
          Alerts.alert("dialled", Map.of("fd.name", "10.0.0.1:40000->[::1]:443")),
          Alerts.alert(
              "dialled", Map.of("fd.name", "10.0.0.1:40000->10.0.0.2:443", "fd.l4proto", "tcp")));

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in = Objects.requireNonNull(SchemasTest.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  private static Map<?, ?> object(byte[] line) {
    Load load = new Load(LoadSettings.builder().build());
    return assertInstanceOf(Map.class, load.loadFromString(new String(line, UTF_8)));
  }

  private static Object at(Map<?, ?> object, String... path) {
    Object found = object;
    for (String name : path) {
      found = found instanceof List<?> list ? list.getFirst() : found;
      found = assertInstanceOf(Map.class, found).get(name);
    }
    assertNotNull(found, String.join(".", path));
    return found;
  }

  /** By object, by attribute: {@code !}, {@code |} or nothing, and the object that it is. */
  private static Map<String, Map<String, String[]>> ocsf() throws IOException {
    Map<String, Map<String, String[]>> objects = new HashMap<>();
    for (String line : lines("ocsf.txt")) {
      String[] words = line.split(" ");
      Map<String, String[]> attributes = new TreeMap<>();
      for (int i = 1; i < words.length; i++) {
        String mark = words[i].replaceAll("[^!|].*", "");
        String[] name = (words[i].substring(mark.length()) + ":").split(":", -1);
        attributes.put(name[0], new String[] {mark, name[1]});
      }
      objects.put(words[0], attributes);
    }
    return objects;
  }

  private static void check(Map<String, Map<String, String[]>> schema, String name, Object value) {
    Map<?, ?> object = assertInstanceOf(Map.class, value, name);
    Map<String, String[]> published = Objects.requireNonNull(schema.get(name), name);
    List<String> anyOf = new ArrayList<>();
    published.forEach((attribute, about) -> {
      assertTrue(!about[0].equals("!") || object.containsKey(attribute), name + "." + attribute);
      if (about[0].equals("|")) {
        anyOf.add(attribute);
      }
    });
    assertTrue(anyOf.isEmpty() || anyOf.stream().anyMatch(object::containsKey), name + anyOf);
    object.forEach((attribute, inner) -> {
      String[] about = published.get(String.valueOf(attribute));
      assertNotNull(about, name + "." + attribute + " is not published");
      String type = about[1];
      if (type.endsWith("[]")) {
        List<?> all = assertInstanceOf(List.class, inner);
        all.forEach(each -> check(schema, type.replace("[]", ""), Objects.requireNonNull(each)));
      } else if (!type.isEmpty() && !type.equals("*")) {
        check(schema, type, Objects.requireNonNull(inner));
      }
    });
  }

  @Test
  void ocsfHasWhatTheSchemaRequiresAndNothingElse() throws IOException {
    Map<String, Map<String, String[]>> schema = ocsf();
    OcsfFormat format = new OcsfFormat("0.1.0");
    for (Alert alert : ALERTS) {
      check(schema, "detection_finding", object(format.format(alert)));
    }
  }

  @Test
  void ocsfSaysWhatTheAlertSays() {
    OcsfFormat format = new OcsfFormat("0.1.0");
    Map<?, ?> finding = object(format.format(ALERTS.get(2)));
    assertEquals(2004, at(finding, "class_uid"));
    assertEquals(200_401, at(finding, "type_uid"));
    assertEquals(5, at(finding, "severity_id"));
    assertEquals(Alerts.TIME / 1_000_000, at(finding, "time"));
    assertEquals("cat read /etc/shadow\\n", at(finding, "message"));
    assertEquals("Credential file read", at(finding, "finding_info", "title"));
    assertEquals("T1003", at(finding, "finding_info", "attacks", "technique", "uid"));
    assertEquals("T1003.008", at(finding, "finding_info", "attacks", "sub_technique", "uid"));
    assertEquals("cat /etc/shadow", at(finding, "evidences", "process", "cmd_line"));
    assertEquals(99, at(finding, "evidences", "process", "parent_process", "pid"));
    assertEquals("shadow", at(finding, "evidences", "file", "name"));
    assertEquals("0", at(finding, "evidences", "actor", "user", "uid"));
    assertEquals("3ad7b26ded6d", at(finding, "evidences", "container", "uid"));
    assertEquals("web-1", at(finding, "unmapped", "k8s.pod.name"));
    Map<?, ?> dialled = object(format.format(ALERTS.getLast()));
    assertEquals("10.0.0.2", at(dialled, "evidences", "dst_endpoint", "ip"));
    assertEquals(40_000, at(dialled, "evidences", "src_endpoint", "port"));
    Sighting folded = new Sighting(ALERTS.getFirst(), 42, Alerts.TIME - 5_000_000, Alerts.TIME);
    Map<?, ?> many = object(format.format(folded));
    assertEquals(42, at(many, "count"));
    assertEquals(Alerts.TIME / 1_000_000 - 5, at(many, "start_time"));
  }

  private static void flatten(Map<?, ?> object, String prefix, Map<String, Object> to) {
    object.forEach((name, value) -> {
      if (value instanceof Map<?, ?> inner) {
        flatten(inner, prefix + name + ".", to);
      } else {
        to.put(prefix + name, Objects.requireNonNull(value, prefix + name));
      }
    });
  }

  @Test
  void ecsHasFieldsOfTheSchemaAlone() throws IOException {
    Map<String, String> types = new HashMap<>();
    for (String line : lines("ecs.txt")) {
      types.put(line.split(" ")[0], line.split(" ")[1]);
    }
    EcsFormat format = new EcsFormat("0.1.0");
    for (Alert alert : ALERTS) {
      Map<?, ?> document = object(format.format(alert));
      document.remove("sentineledge");
      Map<String, Object> fields = new TreeMap<>();
      flatten(document, "", fields);
      assertTrue(
          fields.keySet().containsAll(List.of("@timestamp", "ecs.version", "event.kind")),
          fields::toString);
      fields.forEach((name, value) -> {
        String type = Objects.requireNonNull(types.get(name), name + " is not published");
        assertEquals(type.endsWith("[]"), value instanceof List, name);
        switch (type) {
          case "long" -> assertInstanceOf(Number.class, value, name);
          case "date" -> assertNotNull(Instant.parse(value.toString()), name);
          default -> assertFalse(value instanceof Number, name);
        }
      });
    }
  }

  @Test
  void ecsSaysWhatTheAlertSays() {
    EcsFormat format = new EcsFormat("0.1.0");
    Map<?, ?> document = object(format.format(ALERTS.get(2)));
    assertEquals("2026-01-31T12:00:00.123456789Z", at(document, "@timestamp").toString());
    assertEquals("alert", at(document, "event", "kind"));
    assertEquals(2, at(document, "event", "severity"));
    assertEquals("Credential file read", at(document, "rule", "name"));
    assertEquals(List.of("T1003"), at(document, "threat", "technique", "id"));
    assertEquals(List.of("Credential Access"), at(document, "threat", "tactic", "name"));
    assertEquals("/etc", at(document, "file", "directory"));
    assertEquals("bash", at(document, "process", "parent", "name"));
    assertEquals("nginx", at(document, "container", "image", "name"));
    assertEquals("web-1", at(document, "orchestrator", "resource", "name"));
    assertEquals(1, at(document, "sentineledge", "count"));
    assertEquals(443, at(object(format.format(ALERTS.getLast())), "destination", "port"));
  }
}
