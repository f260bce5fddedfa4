package io.sentineledge.fuzz;

import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.Severity;
import io.sentineledge.rules.SourceFile;
import io.sentineledge.rules.SourceReader;

/** Any bytes as a rule file: findings or rules come of it, and never an exception. */
public final class RuleFileFuzzer {
  private RuleFileFuzzer() {}

  /** Loads what the first input would load otherwise: it is not to blame for the time. */
  public static void fuzzerInitialize() {
    load("- list: a\n  items: [b]\n");
  }

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Limits.check(RuleFileFuzzer::read, input);
  }

  private static void read(byte[] input) {
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = new SourceReader(diagnostics).decode("input", input);
    if (file == null) {
      if (!diagnostics.hasErrors()) {
        throw new AssertionError("refused without a reason");
      }
      return;
    }
    load(file.text());
  }

  /** Loads the text of a rule file; each rule's findings and condition can be shown. */
  static void load(String text) {
    RuleLoader.Result result = new RuleLoader().addText("input", text).load();
    String rendered = result.diagnostics().render(Severity.NOTE);
    if (result.diagnostics().hasErrors() && rendered.isEmpty()) {
      throw new AssertionError("an error without a text");
    }
    Events.evaluate(result.rules());
  }
}
