package io.sentineledge.filter;

import io.sentineledge.filter.field.Field;
import io.sentineledge.filter.field.FieldTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All fields of the language, for documentation and for messages. */
public final class Fields {
  private Fields() {}

  /** Every field, ordered as documented. */
  public static List<Field> all() {
    return FieldTable.all();
  }

  /** The field with this name, written without an argument; or null. */
  public static @Nullable Field find(String name) {
    return FieldTable.find(name);
  }

  /** The known names nearest to one that is not known, the best first; at most three. */
  public static List<String> suggest(String name) {
    return Names.nearest(name, FieldTable.all().stream().map(Field::name).toList());
  }
}
