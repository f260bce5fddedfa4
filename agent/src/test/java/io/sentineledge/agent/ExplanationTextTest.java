package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.RuleLoader;
import io.sentineledge.rules.SourceFile;
import io.sentineledge.rules.explain.Explanation;
import io.sentineledge.rules.explain.LineExplainer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExplanationTextTest {
  @Test
  void ofWhatALineDoesNotTellItSaysWhetherThatMatters() {
    RuleLoader.Result loaded =
        new RuleLoader()
            .addText(
                "r.yaml",
                """
                - rule: Mine
                  desc: x
                  condition: evt.type in (execve, execveat) and proc.name = cat and user.uid = 0
                  output: x
                  priority: INFO
                """)
            .load();
    EventInput input =
        EventInput.read(
            new SourceFile("line", "{\"rule\":\"Mine\",\"output_fields\":{\"proc.name\":\"cat\"}}"),
            new Diagnostics());
    Explanation explanation =
        LineExplainer.explain(
            loaded.rules().rules().getFirst(),
            loaded.rules(),
            Objects.requireNonNull(input).lines().getFirst().mapping());
    assertEquals(
        """
        ? all of
          ✓ evt.type in (execve, execveat)   [evt.type: not known, true either way]
          ✓ proc.name = cat   [proc.name: cat]
          ? user.uid = 0   [user.uid: not known]
        """,
        ExplanationText.of(Objects.requireNonNull(explanation), false, true, ""));
  }
}
