package io.sentineledge.rules.sigma;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sentineledge.event.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CallNumbersTest {
  private static final Path CALLS = Path.of("../bpf/include/calls.h");
  private static final String OTHER_MACHINES = "/* Further numbers of x32";
  private static final Pattern ROW = Pattern.compile("X\\(([A-Z]\\w+), (\\d+)");

  /** Calls that make processes, which are observed by what they make. */
  private static final Map<String, String> FORKS =
      Map.of("56", "clone", "57", "fork", "58", "vfork", "435", "clone3");

  @Test
  void theyAreThoseOfTheKernelPrograms() throws IOException {
    String calls = Files.readString(CALLS);
    Map<String, String> observed = new TreeMap<>(FORKS);
    Matcher row = ROW.matcher(calls.substring(0, calls.indexOf(OTHER_MACHINES)));
    while (row.find()) {
      observed.put(row.group(2), EventType.valueOf(row.group(1)).falcoName());
    }
    assertEquals(observed, new TreeMap<>(CallNumbers.NAMES));
  }
}
