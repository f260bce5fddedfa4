package io.sentineledge.rules.sigma;

import io.sentineledge.filter.ConditionCompiler;
import io.sentineledge.rules.Diagnostics;
import io.sentineledge.rules.RuleFormat;
import io.sentineledge.rules.SourceFile;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Mapping;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the rules of all Sigma files, then compiles them. */
final class SigmaLoading implements RuleFormat.Loading {
  private final Diagnostics diagnostics;
  private final Budget budget = new Budget();
  private final List<Document> documents = new ArrayList<>();

  /** Names and ids of rules that raise no alert of their own. */
  private final Set<String> correlated = new HashSet<>();

  private record Document(SourceFile file, Mapping mapping) {}

  SigmaLoading(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  @Override
  public void add(SourceFile file, List<YamlNode> nodes) {
    for (Mapping rule : RuleDocuments.rules(nodes, budget, diagnostics)) {
      documents.add(new Document(file, rule));
      if (rule.get("correlation") instanceof Mapping correlation && !generates(correlation)) {
        correlated.addAll(texts(correlation.get("rules")));
      }
    }
  }

  /** Whether the rules of a correlation raise alerts, too. */
  private static boolean generates(Mapping correlation) {
    return correlation.get("generate") instanceof Scalar flag
        && flag.value().equalsIgnoreCase("true");
  }

  /** The texts of a sequence, or the one text. */
  static List<String> texts(@Nullable YamlNode node) {
    List<String> texts = new ArrayList<>();
    switch (node) {
      case Scalar scalar when !scalar.isNull() -> texts.add(scalar.value());
      case Sequence sequence ->
          sequence
              .items()
              .forEach(item -> {
                if (item instanceof Scalar scalar && !scalar.isNull()) {
                  texts.add(scalar.value());
                }
              });
      case null, default -> {}
    }
    return texts;
  }

  @Override
  public List<RuleFormat.Outcome> compile(
      ConditionCompiler compiler, Function<String, @Nullable List<String>> lists) {
    List<RuleFormat.Outcome> outcomes = new ArrayList<>();
    RuleBuilder builder =
        new RuleBuilder(compiler, new Placeholders(lists), budget, correlated, diagnostics);
    for (Document document : documents) {
      outcomes.add(builder.build(document.file, document.mapping));
    }
    return outcomes;
  }
}
