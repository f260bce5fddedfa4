package io.sentineledge.evasion;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * One line of the agent's standard output.
 *
 * @param fields values of output_fields as text; fields without a value are not in it
 */
record Alert(String rule, Map<String, String> fields, String line) {
  private static final JsonFactory JSON = new JsonFactory();

  static Alert parse(String line) throws IOException {
    String rule = "";
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "rule" -> rule = parser.getText();
          case "output_fields" -> read(parser, fields);
          default -> parser.skipChildren();
        }
      }
    }
    return new Alert(rule, fields, line);
  }

  private static void read(JsonParser parser, Map<String, String> fields) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_ARRAY) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL) {
        fields.put(name, parser.getText());
      }
    }
  }

  /** The field's text; "-" without a value. */
  String field(String name) {
    return fields.getOrDefault(name, "-");
  }
}
