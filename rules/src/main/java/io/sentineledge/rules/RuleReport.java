package io.sentineledge.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** What was found in the rule files: what {@code rules check} tells. */
public record RuleReport(List<FileReport> files) {
  /** The list is copied. */
  public RuleReport {
    files = List.copyOf(files);
  }

  /**
   * What one file defines first; what it changes counts for the file that defined it.
   *
   * @param rules all rules, of which some are disabled, skipped, unsupported or wrong
   * @param skipped of an event source that does not exist here, or of unknown fields that they
   *     declare harmless
   * @param unsupported loaded, but they rest on events or fields that have no value here; of a
   *     Sigma file, those that are not loaded for one of the {@code reasons}
   * @param wrong rules with an error
   * @param requiredEngine engine version that the file asks for
   * @param reasons why rules are unsupported, and how many for each
   */
  public record FileReport(
      String file,
      Namespace namespace,
      int rules,
      int macros,
      int lists,
      int disabled,
      int skipped,
      int unsupported,
      int wrong,
      @Nullable String requiredEngine,
      SequencedMap<String, Integer> reasons) {
    /** The map is copied. */
    public FileReport {
      reasons = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(reasons));
    }
  }
}
