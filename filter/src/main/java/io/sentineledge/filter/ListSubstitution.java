package io.sentineledge.filter;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces the names of lists by their items, as text, wherever a name stands between delimiters
 * (blank, tab, line break, parentheses, comma, equals sign), inside quotes too. Items with blanks
 * are quoted; an empty list takes one comma with it. Blanks around a name become one.
 */
public final class ListSubstitution {
  private static final int MAX_LENGTH = 1 << 24;
  private static final String BLANKS = " \t\n\r";
  private static final String DELIMITERS = BLANKS + "(),=";

  private StringBuilder text;
  private int[] origin;

  private ListSubstitution(String text) {
    this.text = new StringBuilder(text);
    this.origin = new int[text.length()];
    Arrays.setAll(origin, i -> i);
  }

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

  /** A text after substitution. */
  public static final class Result {
    private final String text;
    private final int[] origin;
    private final int originalLength;
    private final Set<String> used;

    private Result(String text, int[] origin, int originalLength, Set<String> used) {
      this.text = text;
      this.origin = origin;
      this.originalLength = originalLength;
      this.used = used;
    }

    public String text() {
      return text;
    }

    /** Names of the lists that were replaced. */
    public Set<String> used() {
      return used;
    }

    /**
     * The offset in the original text of an offset in the new one: for text that came from a list,
     * that of the list's name.
     */
    public int originalOffset(int offset) {
      return offset < text.length() ? origin[offset] : originalLength;
    }
  }

  /**
   * Replaces lists in the order given. What one list brought in, later lists are replaced in.
   *
   * @param place of the text, for the error
   * @throws ConditionException if the text grows beyond 16 Mi characters
   */
  public static Result substitute(String text, List<NamedList> lists, Place place)
      throws ConditionException {
    ListSubstitution substitution = new ListSubstitution(text);
    Set<String> used = new HashSet<>();
    for (NamedList list : lists) {
      if (substitution.replace(list)) {
        used.add(list.name());
      }
      if (substitution.text.length() > MAX_LENGTH) {
        throw new ConditionException(
            "the condition is longer than " + MAX_LENGTH + " characters with its lists", place);
      }
    }
    return new Result(
        substitution.text.toString(), substitution.origin, text.length(), Set.copyOf(used));
  }

  private boolean replace(NamedList list) {
    String name = list.name();
    int found = name.isEmpty() ? -1 : text.indexOf(name);
    if (found < 0) {
      return false;
    }
    String items = joined(list.items());
    StringBuilder to = new StringBuilder();
    int[] toOrigin = new int[text.length() + 16];
    int done = 0;
    boolean any = false;
    while (found >= 0) {
      int end = found + name.length();
      if (delimiterAt(found - 1) && delimiterAt(end)) {
        any = true;
        int from = backOverBlanks(found, done);
        int until = overBlanks(end);
        if (items.isEmpty()) {
          if (from > done && text.charAt(from - 1) == ',') {
            from--;
          } else if (until < text.length() && text.charAt(until) == ',') {
            until++;
          }
        }
        String insert = " " + items + " ";
        toOrigin = grown(toOrigin, to.length() + (from - done) + insert.length());
        System.arraycopy(origin, done, toOrigin, to.length(), from - done);
        to.append(text, done, from);
        Arrays.fill(toOrigin, to.length(), to.length() + insert.length(), origin[found]);
        to.append(insert);
        done = until;
        end = until;
        if (to.length() > MAX_LENGTH) {
          break;
        }
      }
      found = text.indexOf(name, Math.max(end, found + 1));
    }
    if (any) {
      toOrigin = grown(toOrigin, to.length() + (text.length() - done));
      System.arraycopy(origin, done, toOrigin, to.length(), text.length() - done);
      to.append(text, done, text.length());
      text = to;
      origin = toOrigin;
    }
    return any;
  }

  private static int[] grown(int[] array, int length) {
    return length <= array.length ? array : Arrays.copyOf(array, 2 * length);
  }

  private boolean delimiterAt(int index) {
    return index < 0 || index >= text.length() || DELIMITERS.indexOf(text.charAt(index)) >= 0;
  }

  private int backOverBlanks(int index, int limit) {
    int at = index;
    while (at > limit && BLANKS.indexOf(text.charAt(at - 1)) >= 0) {
      at--;
    }
    return at;
  }

  private int overBlanks(int index) {
    int at = index;
    while (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private static String joined(List<String> items) {
    StringBuilder joined = new StringBuilder();
    for (String item : items) {
      joined.append(joined.isEmpty() ? "" : ", ").append(quotedIfNeeded(item));
    }
    return joined.toString();
  }

  /** An item as it stands in a condition: in quotes if it holds a blank and has none. */
  public static String quotedIfNeeded(String item) {
    boolean quoted = item.startsWith("\"") || item.startsWith("'");
    return item.indexOf(' ') >= 0 && !quoted ? '"' + item + '"' : item;
  }
}
