package io.sentineledge.filter.field;

import io.sentineledge.filter.field.Field.Argument;
import io.sentineledge.filter.field.Field.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects definitions of fields. */
final class FieldSet {
  private final List<Field> fields = new ArrayList<>();

  List<Field> fields() {
    return List.copyOf(fields);
  }

  void add(
      String name, FieldType type, Argument argument, String description, Field.Factory factory) {
    fields.add(
        new Field(
            name, type, false, argument, Use.ANYWHERE, Display.DECIMAL, description, factory));
  }

  void add(String name, FieldType type, String description, Field.Factory factory) {
    add(name, type, Argument.NONE, description, factory);
  }

  /** A field that stands for several values at once. */
  void conditionsOnly(String name, FieldType type, String description, Field.Factory factory) {
    fields.add(
        new Field(
            name,
            type,
            false,
            Argument.NONE,
            Use.CONDITIONS,
            Display.DECIMAL,
            description,
            factory));
  }

  /** A field whose source is the same for all types of events. */
  void number(String name, FieldType type, String description, NumberSource source) {
    add(name, type, description, (event, argument) -> source);
  }

  void number(String name, String description, NumberSource source) {
    number(name, FieldType.NUMBER, description, source);
  }

  /** A point in time with a form of its own in text. */
  void time(String name, String description, Display display, NumberSource source) {
    fields.add(
        new Field(
            name,
            FieldType.TIME,
            false,
            Argument.NONE,
            Use.ANYWHERE,
            display,
            description,
            (event, argument) -> source));
  }

  void bool(String name, String description, NumberSource source) {
    number(name, FieldType.BOOL, description, source);
  }

  void text(String name, String description, TextSource source) {
    add(name, FieldType.TEXT, description, (event, argument) -> source);
  }

  /** A fact of the process that a record tells of it: no value where the process is not known. */
  void ofProcess(String name, FieldType type, String description, NumberSource source) {
    add(
        name,
        type,
        description,
        (event, argument) -> event.isTcpState() ? Lineage.numberWhereKnown(source) : source);
  }

  /** A text about the process that a record tells of it: none where the process is not known. */
  void ofProcess(String name, String description, TextSource source) {
    add(
        name,
        FieldType.TEXT,
        description,
        (event, argument) -> event.isTcpState() ? Lineage.textWhereKnown(source) : source);
  }

  /** A text whose source has memory of its own. */
  void ownText(String name, String description, Supplier<? extends TextSource> source) {
    add(name, FieldType.TEXT, description, (event, argument) -> source.get());
  }

  /** A field that no event has a value for yet. */
  void absent(String name, FieldType type, boolean list, Argument argument, String description) {
    fields.add(
        new Field(
            name,
            type,
            list,
            argument,
            Use.ANYWHERE,
            Display.DECIMAL,
            description,
            (event, value) -> null));
  }
}
