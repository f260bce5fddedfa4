package io.sentineledge.rules;

import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.MacroReference;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import io.sentineledge.filter.MacroExpander;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Replaces macros in macros and in rules. A macro sees those whose first definition stands before
 * its own latest one; a rule sees all of its namespace.
 */
final class MacroResolver {
  /** Macros that use one another in a chain. */
  static final int MAX_DEPTH = 100;

  private final Definitions definitions;
  private final ConditionReader reader;
  private final Diagnostics diagnostics;
  private final Map<String, Expression> expanded = new HashMap<>();
  private final SequencedSet<String> path = new LinkedHashSet<>();

  MacroResolver(Definitions definitions, ConditionReader reader, Diagnostics diagnostics) {
    this.definitions = definitions;
    this.reader = reader;
    this.diagnostics = diagnostics;
  }

  /** Reads all macros; those that are wrong are reported and broken. */
  void resolve() {
    for (MacroDefinition macro : definitions.macros.values()) {
      macro.parsed = macro.broken ? null : reader.read(macro.condition.build());
      macro.broken = macro.parsed == null;
    }
    definitions.macros.values().forEach(this::resolve);
  }

  private void resolve(MacroDefinition macro) {
    String name = macro.name.value();
    Expression parsed = macro.parsed;
    if (macro.broken || parsed == null || expanded.containsKey(name)) {
      return;
    }
    path.add(name);
    Expression expression = replace(parsed, macro);
    path.remove(name);
    if (expression == null) {
      macro.broken = true;
    } else {
      expanded.put(name, expression);
    }
  }

  /** A rule's condition with its macros in place; null if one is wrong, which is reported. */
  @Nullable Expression expand(Expression condition) {
    return replace(condition, null);
  }

  private @Nullable Expression replace(Expression expression, @Nullable MacroDefinition user) {
    List<MacroReference> references = new ArrayList<>();
    collect(expression, references);
    boolean usable = true;
    for (MacroReference reference : references) {
      usable &= isUsable(reference, user);
    }
    if (!usable) {
      return null;
    }
    try {
      return MacroExpander.expand(expression, expanded, new HashSet<>());
    } catch (ConditionException e) {
      ConditionReader.report(e, location(e.place().origin(), expression), diagnostics);
      return null;
    }
  }

  private static void collect(Expression expression, List<MacroReference> to) {
    switch (expression) {
      case And and -> and.operands().forEach(operand -> collect(operand, to));
      case Or or -> or.operands().forEach(operand -> collect(operand, to));
      case Not not -> collect(not.operand(), to);
      case MacroReference reference -> to.add(reference);
      default -> {
        // holds no macros
      }
    }
  }

  private boolean isUsable(MacroReference reference, @Nullable MacroDefinition user) {
    String name = reference.name();
    MacroDefinition macro = definitions.macros.get(name);
    if (macro == null) {
      if (!definitions.incomplete) {
        error(
            reference,
            "unknown macro '" + name + "'",
            NearestName.suggestion(
                name,
                definitions.macros.keySet(),
                "Define the macro, or write a field's full name, which has a dot."));
      }
      return false;
    }
    macro.used = true;
    if (path.contains(name)) {
      String last = path.getLast();
      String through = last.equals(name) ? "" : " through '" + last + "'";
      error(reference, "macro '" + name + "' uses itself" + through, "Remove one of the uses.");
      return false;
    }
    if (user != null && macro.index >= user.visibility) {
      Position defined = macro.name.location().position();
      error(
          reference,
          "macro '" + name + "' is used before its definition in " + defined,
          "Move the definition of '" + name + "' before macro '" + user.name.value() + "'.");
      return false;
    }
    if (path.size() >= MAX_DEPTH) {
      error(
          reference,
          "macros use one another more than " + MAX_DEPTH + " levels deep",
          "Join some of them.");
      return false;
    }
    resolve(macro);
    return !macro.broken;
  }

  private void error(MacroReference reference, String message, String suggestion) {
    diagnostics.error(
        location(reference.place().origin(), reference), message, reference.name(), suggestion);
  }

  private static Location location(Object origin, Expression part) {
    return ((ConditionSource) origin).location(part.place());
  }
}
