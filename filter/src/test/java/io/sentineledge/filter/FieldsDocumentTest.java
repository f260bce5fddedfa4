package io.sentineledge.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.field.Field;
import io.sentineledge.filter.field.FieldUse;
import io.sentineledge.filter.field.KnownNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/fields.md} says what the code says. To write it anew, run this test with {@code
 * -Dfields.write=true}.
 */
class FieldsDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "fields.md");

  /** Characters; longer lists of types are written once. */
  private static final int LONGEST_LIST = 70;

  /** Those lists, with their numbers. */
  private final Map<String, Integer> sets = new LinkedHashMap<>();

  @Test
  void documentIsUpToDate() throws IOException {
    String expected = document();
    if (Boolean.getBoolean("fields.write")) {
      Files.writeString(DOCUMENT, expected);
    }
    assertTrue(Files.exists(DOCUMENT), "no docs/fields.md: run with -Dfields.write=true");
    assertEquals(expected, Files.readString(DOCUMENT), "run with -Dfields.write=true");
  }

  @Test
  void everyDescriptionIsOneLineAndEndsInAStop() {
    for (Field field : Fields.all()) {
      String text = field.description();
      assertTrue(text.endsWith(".") && text.indexOf('\n') < 0, field.name() + ": " + text);
    }
  }

  private String document() {
    StringBuilder out =
        new StringBuilder(
            """
            # Fields

            Generated from the code; do not edit.

            A field without a value passes no comparison, `!=` included; `not a = b` is then true. In output it is `<NA>`, in JSON `null`.

            ## Names of files

            `fd.name`, `fd.directory`, `fd.filename`, `evt.arg.path` and the other fields of paths stand for all names of a file: its path in the root of the container or host, its path in the root of the process, and the name that was asked for, made absolute. What is printed is the first of these.

            - Under an even number of `not`, a comparison is true if one of the names passes it. `=` and `in` also compare device and inode with the file that the literal names, so that a hard link or another mount is found; `startswith` and the like cannot know such names.
            - Under an odd number of `not`, and for `!=`, a file is ruled out only if every path that the kernel gave passes the comparison. A name that was only asked for does not rule out.
            - Where the kernel gave no path (the call failed, or its record has no file), the name that was asked for is all there is: it counts for both.

            A comparison with `!=` counts as one more `not`.

            ## Events

            The third column says which events have the field: names of types, of [families of types](#families-of-types), or the number of a [set of them](#sets-of-types). In other events it has no value.
            """);
    Map<String, StringBuilder> groups = new LinkedHashMap<>();
    for (Field field : Fields.all()) {
      String prefix = field.name().substring(0, field.name().indexOf('.'));
      groups.computeIfAbsent(prefix, key -> new StringBuilder()).append(row(field));
    }
    groups.forEach((prefix, rows) ->
        out.append("\n## ")
            .append(prefix)
            .append("\n\n| field | type | events | |\n|---|---|---|---|\n")
            .append(rows));
    out.append("\n## Sets of types\n\n| set | events |\n|---|---|\n");
    sets.forEach((types, number) ->
        out.append("| ").append(number).append(" | ").append(types).append(" |\n"));
    out.append("\n## Families of types\n\n| family | events |\n|---|---|\n");
    for (EventType.Family family : EventType.Family.values()) {
      List<String> names = members(family).stream().map(EventType::falcoName).toList();
      out.append("| ").append(name(family)).append(" | ");
      out.append(String.join(", ", names)).append(" |\n");
    }
    out.append("\n## Arguments of events\n\n| event | evt.arg |\n|---|---|\n");
    for (EventType type : EventType.values()) {
      if (type != EventType.TASK) {
        String names = String.join(", ", KnownNames.argumentsOf(type));
        out.append("| ").append(type.falcoName()).append(" | ").append(names).append(" |\n");
      }
    }
    return out.toString();
  }

  private StringBuilder row(Field field) {
    return new StringBuilder("| `")
        .append(field.name())
        .append(field.argument().form())
        .append("` | ")
        .append(field.type().title())
        .append(field.list() ? " list" : "")
        .append(field.use() == Field.Use.CONDITIONS ? ", conditions only" : "")
        .append(" | ")
        .append(shortened(events(field)))
        .append(" | ")
        .append(field.description().replace("|", "\\|"))
        .append(" |\n");
  }

  private String shortened(String types) {
    if (types.length() <= LONGEST_LIST) {
      return types;
    }
    int number = sets.computeIfAbsent(types, _ -> sets.size() + 1);
    return "[set " + number + "](#sets-of-types)";
  }

  private static String name(EventType.Family family) {
    return family.name().toLowerCase(Locale.ROOT);
  }

  private static Set<EventType> members(EventType.Family family) {
    Set<EventType> members = EnumSet.allOf(EventType.class);
    members.removeIf(type -> type.family() != family || type == EventType.TASK);
    return members;
  }

  private static String events(Field field) {
    if (field.argument() == Field.Argument.REQUIRED) {
      return "by argument";
    }
    Set<EventType.Family> families = EnumSet.noneOf(EventType.Family.class);
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    for (EventType type : EventType.values()) {
      if (type != EventType.TASK && new FieldUse(field, null).source(type) != null) {
        types.add(type);
        families.add(type.family());
      }
    }
    if (types.isEmpty()) {
      return "none";
    }
    if (types.size() == EventType.values().length - 1) {
      return "all";
    }
    List<String> names = new ArrayList<>();
    for (EventType.Family family : families) {
      Set<EventType> members = members(family);
      if (types.containsAll(members)) {
        names.add(name(family));
      } else {
        types.stream().filter(members::contains).map(EventType::falcoName).forEach(names::add);
      }
    }
    return String.join(", ", names);
  }
}
