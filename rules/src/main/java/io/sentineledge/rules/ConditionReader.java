package io.sentineledge.rules;

import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.ConditionParser;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Expression.Comparison;
import io.sentineledge.filter.Fields;
import io.sentineledge.filter.ListSubstitution;
import io.sentineledge.filter.ListSubstitution.NamedList;
import io.sentineledge.filter.Operand;
import io.sentineledge.filter.Operand.FieldReference;
import io.sentineledge.filter.Operand.Literal;
import io.sentineledge.filter.Place;
import io.sentineledge.filter.field.Field;
import io.sentineledge.filter.field.FieldType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts lists into conditions and parses them. */
final class ConditionReader {
  /** Characters of all conditions of a namespace together, lists in place. */
  static final int MAX_TEXT = 1 << 24;

  private static final String FIELDS = "docs/fields.md tells the type of each field.";

  private final Definitions definitions;
  private final ListIndex lists;
  private final Diagnostics diagnostics;
  private long size;

  ConditionReader(Definitions definitions, List<NamedList> lists, Diagnostics diagnostics) {
    this.definitions = definitions;
    this.lists = new ListIndex(lists);
    this.diagnostics = diagnostics;
  }

  /** The condition; null if it is wrong, or uses a list that is, which is reported. */
  @Nullable Expression read(MappedText text) {
    Place whole = new Place(text, 0, text.text().length());
    try {
      ListSubstitution.Result result =
          ListSubstitution.substitute(text.text(), lists.named(text.text()), whole);
      boolean broken = false;
      for (String name : result.used()) {
        ListDefinition list = definitions.lists.get(name);
        if (list != null) {
          list.used = true;
          broken |= list.broken;
        }
      }
      if (broken) {
        return null;
      }
      size += result.text().length();
      if (size > MAX_TEXT) {
        throw new ConditionException(
            "conditions are longer than " + MAX_TEXT + " characters in all, with their lists",
            whole,
            "Name large lists in a macro instead of in many rules.");
      }
      ConditionSource source = new ConditionSource(text, result);
      Expression parsed = ConditionParser.parse(result.text(), source);
      noteFieldsAsTexts(parsed, source);
      return parsed;
    } catch (ConditionException e) {
      report(e, text.location(whole), diagnostics);
      return null;
    }
  }

  /** A field's name on the right is a text there, which is seldom meant. */
  private void noteFieldsAsTexts(Expression condition, ConditionSource source) {
    for (Expression test : Parts.tests(condition)) {
      if (test instanceof Comparison comparison && isText(comparison.left())) {
        for (Operand operand : comparison.right()) {
          if (operand instanceof Literal literal && names(literal.text())) {
            Location at = source.location(literal.place());
            if (written(at).equals(literal.text())) {
              diagnostics.add(
                  Severity.NOTE,
                  at,
                  "'" + literal.text() + "' is a text here, not the field of that name",
                  literal.text(),
                  "val(%s) is the field's value; put a text in quotes.".formatted(literal.text()));
            }
          }
        }
      }
    }
  }

  private static boolean names(String text) {
    return text.indexOf('.') > 0 && Fields.find(text) != null;
  }

  /** Others can't be compared with such a text: that is an error. */
  private static boolean isText(Operand left) {
    Field field = left instanceof FieldReference reference ? Fields.find(reference.name()) : null;
    return field != null && field.type() == FieldType.TEXT;
  }

  /**
   * Reports what is wrong in a condition where it was written.
   *
   * @param otherwise where it is reported if that is not known
   */
  static void report(ConditionException e, Location otherwise, Diagnostics diagnostics) {
    add(Severity.ERROR, e, otherwise, "", e.suggestion(), diagnostics);
  }

  /** Reports a field or value that does not fit. */
  static void reportUse(ConditionException e, Location otherwise, Diagnostics diagnostics) {
    String suggestion = e.suggestion() == null ? FIELDS : e.suggestion();
    add(Severity.ERROR, e, otherwise, "", suggestion, diagnostics);
  }

  /** Reports it as a warning, with what follows from it. */
  static void forgive(
      ConditionException e, Location otherwise, String consequence, Diagnostics diagnostics) {
    add(Severity.WARNING, e, otherwise, consequence, e.suggestion(), diagnostics);
  }

  private static void add(
      Severity severity,
      ConditionException e,
      Location otherwise,
      String consequence,
      @Nullable String suggestion,
      Diagnostics diagnostics) {
    Location at =
        switch (e.place().origin()) {
          case ConditionSource source -> source.location(e.place());
          case MappedText text -> text.location(e.place());
          default -> otherwise;
        };
    diagnostics.add(severity, at, e.getMessage() + consequence, written(at), suggestion);
  }

  private static String written(Location at) {
    return at.file().text().substring(at.start(), at.end());
  }
}
