package io.sentineledge.output;

import io.sentineledge.detect.Alert;
import io.sentineledge.output.JsonLine.Members;
import io.sentineledge.rules.RuleOrigin;
import java.io.IOException;

/**
 * Falco's JSON alert, one object a line.
 *
 * <p>{@code output} is text for people, so it is escaped as on a terminal. Values of {@code
 * output_fields} are exact: JSON's own escapes carry what must not reach a terminal raw. Bytes that
 * are no valid UTF-8 appear as {@code \xNN} in both.
 *
 * <p>An alert that stands for several also has {@code count}, {@code first_time} and {@code
 * last_time}.
 *
 * <p>Of a Sigma rule, what it says about itself follows: {@code rule_id}, {@code level}, {@code
 * status}, {@code author}, {@code references} and {@code falsepositives}.
 */
public final class JsonFormat implements AlertFormat {
  private final JsonLine line = new JsonLine();

  @Override
  public byte[] format(Sighting sighting) {
    Alert alert = sighting.alert();
    return line.of(members -> {
      members
          .add("time", Times.rfc3339(alert.time()))
          .add("rule", alert.rule())
          .add("priority", alert.priority().falcoName())
          .add("source", alert.source())
          .add("hostname", alert.hostname())
          .add("tags", alert.tags())
          .add("output", SafeText.of(alert.output()))
          .add("output_fields", alert.fields());
      if (alert.origin() != null) {
        add(members, alert.origin());
      }
      if (sighting.isFolded()) {
        members
            .add("count", sighting.count())
            .add("first_time", Times.rfc3339(sighting.first()))
            .add("last_time", Times.rfc3339(sighting.last()));
      }
    });
  }

  private static void add(Members members, RuleOrigin origin) throws IOException {
    members
        .add("rule_id", origin.id())
        .add("level", origin.level())
        .add("status", origin.status())
        .add("author", origin.author())
        .add("references", origin.references())
        .add("falsepositives", origin.falsePositives());
  }
}
