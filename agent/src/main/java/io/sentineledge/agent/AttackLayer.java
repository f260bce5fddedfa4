package io.sentineledge.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.sentineledge.rules.Rule;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A layer of the MITRE ATT&amp;CK Navigator, format 4.5: the techniques that rules are tagged with,
 * as Falco ({@code T1059.004}) or Sigma ({@code attack.t1059.004}) does. The score is the number of
 * rules, the comment names them.
 */
final class AttackLayer {
  private static final String FORMAT = "4.5";
  private static final String NAVIGATOR = "5.1.0";
  private static final String ATTACK = "17";
  private static final Pattern TECHNIQUE =
      Pattern.compile("(?:attack\\.|mitre_)?(t\\d{4}(?:\\.\\d{3})?)", Pattern.CASE_INSENSITIVE);
  private static final Pattern TACTIC = Pattern.compile("(?:mitre_|attack\\.)([a-z_-]+)");

  private final Map<String, List<String>> techniques = new TreeMap<>();
  private final Map<String, List<String>> tactics = new TreeMap<>();

  /**
   * @param rules of which the enabled ones count
   */
  AttackLayer(List<Rule> rules) {
    rules.stream().filter(Rule::enabled).forEach(this::add);
  }

  private void add(Rule rule) {
    boolean named = false;
    for (String tag : rule.tags()) {
      Matcher technique = TECHNIQUE.matcher(tag);
      if (technique.matches()) {
        named = true;
        String id = technique.group(1).toUpperCase(Locale.ROOT);
        techniques.computeIfAbsent(id, key -> new ArrayList<>()).add(rule.name());
      }
    }
    for (String tag : named ? List.<String>of() : rule.tags()) {
      Matcher tactic = TACTIC.matcher(tag);
      if (tactic.matches()) {
        String name = tactic.group(1).replace('_', '-');
        tactics.computeIfAbsent(name, key -> new ArrayList<>()).add(rule.name());
      }
    }
  }

  /** How many techniques there are. */
  int techniques() {
    return techniques.size();
  }

  /** The layer as JSON, on several lines. */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeStringField("name", "SentinelEdge");
      json.writeObjectFieldStart("versions");
      json.writeStringField("attack", ATTACK);
      json.writeStringField("navigator", NAVIGATOR);
      json.writeStringField("layer", FORMAT);
      json.writeEndObject();
      json.writeStringField("domain", "enterprise-attack");
      json.writeStringField("description", "Techniques that the enabled rules are tagged with.");
      json.writeObjectFieldStart("filters");
      json.writeArrayFieldStart("platforms");
      json.writeString("Linux");
      json.writeString("Containers");
      json.writeEndArray();
      json.writeEndObject();
      json.writeArrayFieldStart("techniques");
      for (Map.Entry<String, List<String>> entry : techniques.entrySet()) {
        technique(json, entry.getKey(), entry.getValue());
      }
      json.writeEndArray();
      gradient(json);
      json.writeArrayFieldStart("metadata");
      for (Map.Entry<String, List<String>> entry : tactics.entrySet()) {
        json.writeStartObject();
        json.writeStringField("name", "rules of " + entry.getKey() + " without a technique");
        json.writeStringField("value", String.join("; ", entry.getValue()));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void technique(JsonGenerator json, String id, List<String> rules)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("techniqueID", id);
    json.writeNumberField("score", rules.size());
    json.writeStringField("comment", String.join("; ", rules));
    json.writeBooleanField("enabled", true);
    json.writeBooleanField("showSubtechniques", id.indexOf('.') > 0);
    json.writeEndObject();
  }

  private void gradient(JsonGenerator json) throws IOException {
    int most = techniques.values().stream().mapToInt(List::size).max().orElse(1);
    json.writeObjectFieldStart("gradient");
    json.writeArrayFieldStart("colors");
    json.writeString("#e8f5e9");
    json.writeString("#1b5e20");
    json.writeEndArray();
    json.writeNumberField("minValue", 0);
    json.writeNumberField("maxValue", most);
    json.writeEndObject();
  }
}
