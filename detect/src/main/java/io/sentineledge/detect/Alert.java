package io.sentineledge.detect;

import io.sentineledge.rules.Namespace;
import io.sentineledge.rules.Priority;
import io.sentineledge.rules.RuleOrigin;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule has matched. Immutable: it may go from thread to thread.
 *
 * @param time of the event, ns since 1970
 * @param source of the event, {@code syscall}
 * @param output the rule's text with its fields filled in; holds whatever bytes a process put into
 *     a name, as {@link io.sentineledge.event.Text#toString} gives them
 * @param fields of the output in the order in which it names them, {@code evt.time} (ns since 1970)
 *     first: String, Long, Boolean, List, or null where the field has no value
 * @param origin what a Sigma rule says about itself; null for other rules
 */
public record Alert(
    long time,
    String rule,
    Namespace namespace,
    Priority priority,
    String source,
    List<String> tags,
    String hostname,
    String output,
    Map<String, @Nullable Object> fields,
    EventIdentity event,
    @Nullable RuleOrigin origin) {

  /** Tags and fields are copied. */
  public Alert {
    tags = List.copyOf(tags);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
