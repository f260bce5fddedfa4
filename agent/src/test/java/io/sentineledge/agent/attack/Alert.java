package io.sentineledge.agent.attack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of the agent's standard output. */
record Alert(String rule, String output, Map<String, @Nullable Object> fields, String line) {
  private static final JsonFactory JSON = new JsonFactory();

  static Alert parse(String line) throws IOException {
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      Map<String, @Nullable Object> alert = object(parser);
      if (alert.get("output_fields") instanceof Fields fields) {
        return new Alert(text(alert, "rule"), text(alert, "output"), fields.values(), line);
      }
      throw new IOException("no output_fields in " + line);
    }
  }

  private record Fields(Map<String, @Nullable Object> values) {}

  private static String text(Map<String, @Nullable Object> object, String name) {
    return String.valueOf(object.get(name));
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> new Fields(object(parser));
      case START_ARRAY -> {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default -> parser.getText();
    };
  }
}
