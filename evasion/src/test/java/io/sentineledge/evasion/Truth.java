package io.sentineledge.evasion;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A table of the ground truth: one row a case; what the columns mean is said at its top. */
final class Truth {
  private Truth() {}

  /** The cells of each row of a table. */
  static List<String[]> rows(String name) throws IOException {
    List<String[]> rows = new ArrayList<>();
    InputStream in = Truth.class.getResourceAsStream("/evasion/" + name);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(in, name), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          rows.add(Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new));
        }
      }
    }
    return rows;
  }

  /** N of a cell such as "N protected M decoy"; 0 where it does not speak of the thing. */
  static int count(String cell, String thing) {
    List<String> words = List.of(cell.split("\\s+"));
    int at = words.indexOf(thing);
    return at < 1 ? 0 : Integer.parseInt(words.get(at - 1));
  }
}
