package io.sentineledge.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A program that makes more events than a small ring holds, and keeps its own tally. */
final class Flood {
  /** Asks for what it makes, and matches nothing. */
  static final String RULE =
      """
      - rule: None
        desc: matches nothing
        condition: evt.type = openat2 and evt.rawres = -1
        output: none
        priority: DEBUG
      """;

  private final Path program;

  private Flood(Path program) {
    this.program = program;
  }

  static Flood compiledIn(Path folder) throws Exception {
    Path source = folder.resolve("flood.c");
    try (InputStream in =
        Objects.requireNonNull(Flood.class.getResourceAsStream("/flood.c"), "flood.c")) {
      Files.copy(in, source);
    }
    Path program = folder.resolve("flood");
    output(List.of("cc", "-O1", "-o", program.toString(), source.toString()));
    return new Flood(program);
  }

  /** Opens a file so often; returns how often that succeeded. */
  long open(long times) throws Exception {
    return Long.parseLong(output(List.of(program.toString(), "" + times)).strip());
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), command::toString);
    return output;
  }
}
