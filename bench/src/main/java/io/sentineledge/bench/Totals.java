package io.sentineledge.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What the agent says at its end: events delivered and lost, by type. */
record Totals(Map<String, Count> types) {
  private static final Pattern LINE =
      Pattern.compile("^  (\\w+) +([\\d,]+) delivered +([\\d,]+) lost$", Pattern.MULTILINE);

  record Count(long delivered, long lost) {
    static final Count NONE = new Count(0, 0);
  }

  static Totals parse(String errors) {
    Map<String, Count> types = new HashMap<>();
    LINE.matcher(errors)
        .results()
        .forEach(line ->
            types.put(line.group(1), new Count(number(line.group(2)), number(line.group(3)))));
    return new Totals(types);
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  Count of(String type) {
    return types.getOrDefault(type, Count.NONE);
  }
}
