package io.sentineledge.detect;

import io.sentineledge.rules.Namespace;
import io.sentineledge.rules.Priority;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent tells of by itself, without a rule's condition, under a name as a rule has one.
 */
public record OwnRule(String name, Priority priority, List<String> tags) {
  /** The tags are copied. */
  public OwnRule {
    tags = List.copyOf(tags);
  }

  /** Where it belongs: to the shipped rules. */
  public Namespace namespace() {
    return Namespace.SHIPPED;
  }

  /**
   * An alert of it.
   *
   * @param fields without the time
   * @param time ns since 1970
   */
  public Alert alert(
      String hostname,
      String output,
      Map<String, @Nullable Object> fields,
      EventIdentity event,
      long time) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("evt.time", time);
    all.putAll(fields);
    return new Alert(
        time, name, namespace(), priority, "syscall", tags, hostname, output, all, event, null);
  }
}
