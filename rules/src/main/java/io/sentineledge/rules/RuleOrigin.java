package io.sentineledge.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Sigma rule says about itself.
 *
 * @param id a UUID, as a rule
 * @param status such as stable or experimental
 * @param level as written: what the priority comes from
 * @param falsePositives what raises the rule without being an attack
 */
public record RuleOrigin(
    @Nullable String id,
    @Nullable String status,
    @Nullable String level,
    @Nullable String author,
    List<String> references,
    List<String> falsePositives) {
  /** The lists are copied. */
  public RuleOrigin {
    references = List.copyOf(references);
    falsePositives = List.copyOf(falsePositives);
  }
}
