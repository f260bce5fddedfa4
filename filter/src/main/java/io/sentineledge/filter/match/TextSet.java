package io.sentineledge.filter.match;

import io.sentineledge.event.Text;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A set of texts. */
public final class TextSet implements TextMatcher {
  private final ExactTable table;

  /** The values are copied. */
  public TextSet(Collection<Text> values) {
    Map<Text, List<Integer>> members = new LinkedHashMap<>();
    values.forEach(value -> members.put(value, List.of()));
    table = new ExactTable(members, false);
  }

  @Override
  public boolean matches(Text text) {
    return table.find(text.array(), text.offset(), text.length()) != null;
  }
}
