package io.sentineledge.filter.field;

import io.sentineledge.event.EventType;
import io.sentineledge.event.Text;
import io.sentineledge.state.DnsQuestion;
import org.jspecify.annotations.Nullable;

/** {@code dns.*}, by the names of the Elastic Common Schema: what programs ask name servers. */
final class DnsFields {
  private static final String PREFIX = "dns.question.";

  private DnsFields() {}

  static void define(FieldSet fields) {
    fields.add(
        PREFIX + "name",
        FieldType.TEXT,
        "Name that a name server is asked about, by what is sent to remote port 53, answered or not;"
            + " in small letters. The program's memory: provenance user_memory.",
        (type, argument) -> name(type));
    fields.add(
        PREFIX + "type",
        FieldType.TEXT,
        "What is asked about it: A, AAAA, TXT and so on; TYPE and a number where that has no name.",
        (type, argument) -> recordType(type));
  }

  /** Whether the value of a field comes from what name servers are asked. */
  static boolean isOne(Field field) {
    return field.name().startsWith(PREFIX);
  }

  private static @Nullable TextSource name(EventType type) {
    TextSource name =
        event -> {
          DnsQuestion question = event.questions().question();
          return question == null ? null : question.name();
        };
    return type.sends() ? name : null;
  }

  private static @Nullable TextSource recordType(EventType type) {
    TextBuffer buffer = new TextBuffer();
    TextSource source =
        event -> {
          DnsQuestion question = event.questions().question();
          if (question == null) {
            return null;
          }
          Text name = DnsTypes.name(question.type());
          return name == null ? DnsTypes.unnamed(question.type(), buffer) : name;
        };
    return type.sends() ? source : null;
  }
}
