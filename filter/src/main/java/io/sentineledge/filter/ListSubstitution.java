package io.sentineledge.filter;

import java.util.List;
import java.util.Set;

/**
 * Replaces the names of lists by their items, as text, wherever a name stands between delimiters
 * (blank, tab, line break, parentheses, comma, equals sign). Items with blanks are quoted; an empty
 * list takes one comma with it.
 */
public final class ListSubstitution {
  private ListSubstitution() {}

  /**
   * A list whose items no longer name other lists.
   *
   * @param items as written, quoted or not
   */
  public record NamedList(String name, List<String> items) {
    /** The items are copied. */
    public NamedList {
      items = List.copyOf(items);
    }
  }

  /**
   * A text after substitution.
   *
   * @param used names of the lists that were replaced
   */
  public record Result(String text, Set<String> used) {
    /** The offset in the original text of an offset in the new one. */
    public int originalOffset(int offset) {
      return offset;
    }
  }

  /**
   * Replaces lists in the order given.
   *
   * @throws ConditionException if the text grows beyond 16 Mi characters
   */
  public static Result substitute(String text, List<NamedList> lists) throws ConditionException {
    return new Result(text, Set.of());
  }
}
