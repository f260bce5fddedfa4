package io.sentineledge.rules.sigma;

import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.RuleFormat;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Mapping;
import java.util.List;

/**
 * Sigma rule files. A document is of this format if it is a mapping with one of the keys that tell
 * a Sigma rule, whereas a Falco file is a sequence.
 */
public final class SigmaFormat implements RuleFormat {
  private static final List<String> KEYS =
      List.of("detection", "logsource", "correlation", "action", "filter");

  @Override
  public boolean accepts(YamlNode document) {
    return document instanceof Mapping mapping
        && KEYS.stream().anyMatch(key -> mapping.get(key) != null);
  }

  @Override
  public Loading begin(Diagnostics diagnostics) {
    return new SigmaLoading(diagnostics);
  }
}
