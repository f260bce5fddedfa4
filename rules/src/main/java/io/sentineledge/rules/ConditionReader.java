package io.sentineledge.rules;

import io.sentineledge.filter.ConditionException;
import io.sentineledge.filter.ConditionParser;
import io.sentineledge.filter.Expression;
import io.sentineledge.filter.ListSubstitution;
import io.sentineledge.filter.ListSubstitution.NamedList;
import io.sentineledge.filter.Place;
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
      return ConditionParser.parse(result.text(), new ConditionSource(text, result));
    } catch (ConditionException e) {
      report(e, text.location(whole), diagnostics);
      return null;
    }
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
