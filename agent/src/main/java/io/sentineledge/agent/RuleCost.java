package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Comparison;
import io.sentineledge.filter.Expression.Exists;
import io.sentineledge.filter.Expression.MacroReference;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import io.sentineledge.filter.Operand;
import io.sentineledge.filter.Operand.Call;
import io.sentineledge.filter.Operand.FieldReference;
import io.sentineledge.filter.Operand.Literal;
import io.sentineledge.rules.Rule;
import java.util.Locale;

/** What evaluating a rule takes, by what its condition asks and of how many types of events. */
enum RuleCost {
  /** Few types of events; equality, beginnings and ends of texts, numbers, flags. */
  CHEAP,
  /** Looks for something inside texts, or at all ancestors; or is asked about many types. */
  MODERATE,
  /** A regular expression, or a condition that is asked about nearly every event. */
  EXPENSIVE;

  private static final int MANY_TYPES = 12;
  private static final int NEARLY_ALL = EventType.values().length - 4;

  static RuleCost of(Rule rule) {
    int types = rule.condition().eventTypes().size();
    RuleCost breadth = types >= NEARLY_ALL ? EXPENSIVE : types > MANY_TYPES ? MODERATE : CHEAP;
    return max(breadth, of(rule.expression()));
  }

  private static RuleCost of(Expression expression) {
    return switch (expression) {
      case And and -> and.operands().stream().map(RuleCost::of).reduce(CHEAP, RuleCost::max);
      case Or or -> or.operands().stream().map(RuleCost::of).reduce(CHEAP, RuleCost::max);
      case Not not -> of(not.operand());
      case Exists exists -> of(exists.operand());
      case Comparison comparison ->
          max(
              of(comparison.left()),
              switch (comparison.operator()) {
                case REGEX -> EXPENSIVE;
                case CONTAINS, ICONTAINS, BCONTAINS, GLOB, IGLOB -> MODERATE;
                default -> CHEAP;
              });
      case MacroReference macro -> CHEAP;
    };
  }

  private static RuleCost of(Operand operand) {
    return switch (operand) {
      case FieldReference field ->
          field.name().startsWith("proc.a") && field.argument() == null && isLineage(field.name())
              ? MODERATE
              : CHEAP;
      case Call call -> call.arguments().stream().map(RuleCost::of).reduce(CHEAP, RuleCost::max);
      case Literal literal -> CHEAP;
    };
  }

  private static boolean isLineage(String field) {
    return !field.equals("proc.args") && !field.equals("proc.asked");
  }

  private static RuleCost max(RuleCost a, RuleCost b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** As it is shown: {@code cheap}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
