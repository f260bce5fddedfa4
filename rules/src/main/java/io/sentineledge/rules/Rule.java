package io.sentineledge.rules;

import io.sentineledge.filter.Condition;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.OutputFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule, checked and compiled. Name and namespace together are its identity.
 *
 * @param expression its condition with lists, macros and exceptions in place
 * @param condition the same, executable; by one thread
 * @param outputText as written, appended texts included
 * @param tags sorted, each once
 * @param source of its events, {@code syscall}
 * @param position of its name where it was first defined
 * @param origin of a Sigma rule; null for others
 */
public record Rule(
    String name,
    Namespace namespace,
    String description,
    Expression expression,
    Condition condition,
    String outputText,
    OutputFormat output,
    Priority priority,
    List<String> tags,
    String source,
    boolean enabled,
    List<RuleException> exceptions,
    Position position,
    @Nullable RuleOrigin origin) {
  /** The lists are copied. */
  public Rule {
    tags = List.copyOf(tags);
    exceptions = List.copyOf(exceptions);
  }
}
