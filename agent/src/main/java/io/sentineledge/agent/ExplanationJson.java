package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.ConditionPrinter;
import io.sentineledge.output.JsonLine;
import io.sentineledge.rules.Rule;
import io.sentineledge.rules.explain.Explanation;
import io.sentineledge.rules.explain.Explanation.Shown;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Explanations for programs: a line of JSON for each event, or for the rule if there is none. All
 * parts of the condition are told.
 */
final class ExplanationJson implements ExplanationOutput {
  private final PrintWriter out;
  private final JsonLine line = new JsonLine();

  ExplanationJson(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void rule(Rule rule, boolean alone) {
    if (alone) {
      write(about(rule));
    }
  }

  private static Map<String, @Nullable Object> about(Rule rule) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("rule", rule.name());
    members.put("namespace", rule.namespace().toString());
    members.put("file", rule.position().file());
    members.put("line", (long) rule.position().line());
    members.put("priority", rule.priority().falcoName());
    members.put("enabled", rule.enabled());
    members.put(
        "event_types", rule.condition().eventTypes().stream().map(EventType::falcoName).toList());
    members.put("condition", ConditionPrinter.print(rule.expression()));
    return members;
  }

  @Override
  public void event(Rule rule, ExplainedEvent event) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("rule", rule.name());
    members.put("enabled", rule.enabled());
    members.put("event", event.facts());
    Explanation explanation = event.explanation();
    members.put("verdict", explanation == null ? "not_applicable" : verdict(explanation));
    members.put("fired", event.fired());
    members.put("explanation", explanation == null ? null : tree(explanation));
    write(members);
  }

  private static String verdict(Explanation explanation) {
    return explanation.verdict().toString().toLowerCase(Locale.ROOT);
  }

  private static Map<String, @Nullable Object> tree(Explanation node) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("verdict", verdict(node));
    members.put("condition", ConditionPrinter.print(node.expression()));
    if (!node.parts().isEmpty()) {
      members.put("parts", node.parts().stream().map(ExplanationJson::tree).toList());
    }
    if (!node.operands().isEmpty()) {
      members.put("operands", node.operands().stream().map(ExplanationJson::operand).toList());
    }
    return members;
  }

  private static Map<String, @Nullable Object> operand(Shown shown) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("operand", shown.text());
    members.put("known", shown.known());
    members.put("value", shown.value());
    if (!shown.otherNames().isEmpty()) {
      members.put("other_names", shown.otherNames());
    }
    return members;
  }

  /** A program reads what it was told of; a capture's totals are in the events. */
  @Override
  public void note(String text) {}

  private void write(Map<String, @Nullable Object> members) {
    byte[] bytes =
        line.of(to -> {
          for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
            to.add(member.getKey(), member.getValue());
          }
        });
    out.print(new String(bytes, StandardCharsets.UTF_8));
  }
}
