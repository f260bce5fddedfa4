package io.sentineledge.filter;

import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Comparison;
import io.sentineledge.filter.Expression.Exists;
import io.sentineledge.filter.Expression.MacroReference;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Replaces macro references by the macros' expressions. */
public final class MacroExpander {
  private static final int MAX_DEPTH = 1000;
  private static final int MAX_NODES = 1_000_000;

  private final Map<String, Expression> macros;
  private final Set<String> used;
  private final IdentityHashMap<Expression, Size> sizes = new IdentityHashMap<>();

  private MacroExpander(Map<String, Expression> macros, Set<String> used) {
    this.macros = macros;
    this.used = used;
  }

  private record Size(long nodes, int depth) {}

  /**
   * Replaces every reference. Macros' expressions are shared, not copied.
   *
   * @param macros expressions by name that hold no references themselves
   * @param used takes the names of the macros that were replaced
   * @throws ConditionException for a name that is not defined, or a condition that becomes larger
   *     than a million nodes or deeper than a thousand levels
   */
  public static Expression expand(
      Expression expression, Map<String, Expression> macros, Set<String> used)
      throws ConditionException {
    MacroExpander expander = new MacroExpander(macros, used);
    Expression expanded = expander.expand(expression);
    Size size = expander.size(expanded);
    if (size.nodes > MAX_NODES || size.depth > MAX_DEPTH) {
      throw new ConditionException(
          "the condition with its macros is too large: "
              + size.nodes
              + " nodes, "
              + size.depth
              + " levels deep",
          expression.place(),
          "At most " + MAX_NODES + " nodes and " + MAX_DEPTH + " levels are evaluated.");
    }
    return expanded;
  }

  private Expression expand(Expression expression) throws ConditionException {
    return switch (expression) {
      case And and -> new And(all(and.operands()), and.place());
      case Or or -> new Or(all(or.operands()), or.place());
      case Not not -> new Not(expand(not.operand()), not.place());
      case Exists exists -> exists;
      case Comparison comparison -> comparison;
      case MacroReference reference -> macro(reference);
    };
  }

  private List<Expression> all(List<Expression> operands) throws ConditionException {
    List<Expression> expanded = new ArrayList<>();
    for (Expression operand : operands) {
      expanded.add(expand(operand));
    }
    return expanded;
  }

  private Expression macro(MacroReference reference) throws ConditionException {
    Expression macro = macros.get(reference.name());
    if (macro == null) {
      throw new ConditionException(
          "unknown macro '" + reference.name() + "'", reference.place(), suggestion(reference));
    }
    used.add(reference.name());
    return macro;
  }

  private @Nullable String suggestion(MacroReference reference) {
    List<String> near = Names.nearest(reference.name(), macros.keySet());
    return near.isEmpty()
        ? "A macro is defined before it is used; a field's name has a dot."
        : "Did you mean " + String.join(", ", near) + "?";
  }

  private Size size(Expression expression) {
    Size known = sizes.get(expression);
    if (known == null) {
      known =
          switch (expression) {
            case And and -> sum(and.operands());
            case Or or -> sum(or.operands());
            case Not not -> sum(List.of(not.operand()));
            default -> new Size(1, 1);
          };
      sizes.put(expression, known);
    }
    return known;
  }

  private Size sum(List<Expression> operands) {
    long nodes = 1;
    int depth = 0;
    for (Expression operand : operands) {
      Size size = size(operand);
      nodes = Math.min(nodes + size.nodes, Integer.MAX_VALUE);
      depth = Math.max(depth, size.depth);
    }
    return new Size(nodes, depth + 1);
  }
}
