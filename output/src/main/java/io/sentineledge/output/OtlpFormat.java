package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import io.sentineledge.rules.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert as a log record of OpenTelemetry, in the JSON of OTLP, where 64-bit numbers are text.
 * Its attributes are the rule, by OpenTelemetry's names, and the fields of its output.
 */
public final class OtlpFormat implements AlertFormat {
  private final JsonLine line = new JsonLine();

  @Override
  public byte[] format(Sighting sighting) {
    Alert alert = sighting.alert();
    List<Map<String, @Nullable Object>> attributes = new ArrayList<>();
    attributes.add(attribute("security_rule.name", alert.rule()));
    attributes.add(attribute("security_rule.ruleset_name", alert.namespace().toString()));
    if (alert.origin() != null && alert.origin().id() != null) {
      attributes.add(attribute("security_rule.uuid", alert.origin().id()));
    }
    attributes.add(attribute("sentineledge.priority", alert.priority().falcoName()));
    attributes.add(attribute("sentineledge.tags", alert.tags()));
    attributes.add(attribute("sentineledge.count", sighting.count()));
    attributes.add(attribute("sentineledge.first_time", Times.rfc3339(sighting.first())));
    alert
        .fields()
        .forEach((name, value) -> {
          if (value != null) {
            attributes.add(attribute(name, value));
          }
        });
    return line.of(
        new Known()
            .with("timeUnixNano", Long.toString(alert.time()))
            .with("observedTimeUnixNano", Long.toString(alert.time()))
            .with("severityNumber", severity(alert.priority()))
            .with("severityText", alert.priority().falcoName())
            .with("eventName", "sentineledge.alert")
            .with("body", value(SafeText.of(alert.output())))
            .with("attributes", attributes)
            .members());
  }

  /** As OpenTelemetry's data model translates syslog's. */
  private static long severity(Priority priority) {
    return switch (priority) {
      case EMERGENCY -> 21;
      case ALERT -> 19;
      case CRITICAL -> 18;
      case ERROR -> 17;
      case WARNING -> 13;
      case NOTICE -> 10;
      case INFORMATIONAL -> 9;
      case DEBUG -> 5;
    };
  }

  static Map<String, @Nullable Object> attribute(String key, Object value) {
    return new Known().with("key", key).with("value", value(value)).members();
  }

  private static Known value(Object value) {
    return switch (value) {
      case Long number -> new Known().with("intValue", number.toString());
      case Boolean truth -> new Known().with("boolValue", truth);
      case List<?> list ->
          new Known()
              .with(
                  "arrayValue",
                  new Known().with("values", list.stream().map(v -> value(v).members()).toList()));
      default -> new Known().with("stringValue", value.toString());
    };
  }
}
