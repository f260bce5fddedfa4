package io.sentineledge.agent.support;

import io.sentineledge.output.Redaction;
import io.sentineledge.output.SafeText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Texts for support, gathered in memory, none with a secret. What could not be had is told, not
 * left out in silence. For one thread.
 */
public final class Bundle {
  private static final String CONTENTS = "contents.txt";

  private final String folder;
  private final Redaction redaction;
  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, String> missing = new LinkedHashMap<>();

  /** A text that may not be had. */
  @FunctionalInterface
  public interface Source {
    String text() throws Exception;
  }

  /**
   * @param folder in which the archive has its files
   */
  public Bundle(String folder, Redaction redaction) {
    this.folder = folder;
    this.redaction = redaction;
  }

  /** Adds a text, or the reason why there is none. */
  public void add(String name, Source source) {
    try {
      String text = source.text();
      texts.put(
          name, text.lines().map(redaction::text).collect(Collectors.joining("\n", "", "\n")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      missing(name, "interrupted");
    } catch (Exception e) {
      // Whatever is wrong with one part, the others are what support has
      missing(name, e.toString());
    }
  }

  /** Tells that there is no such text. */
  public void missing(String name, String reason) {
    missing.put(name, redaction.text(SafeText.of(reason)));
  }

  /** What is in it and what is not, a line each. */
  public String contents() {
    StringBuilder text = new StringBuilder("In the bundle:\n");
    text.append("  ").append(CONTENTS).append('\n');
    texts.forEach((name, content) ->
        text.append("  %-24s %,d characters%n".formatted(name, content.length())));
    if (!missing.isEmpty()) {
      text.append("Not in it:\n");
      missing.forEach((name, reason) -> text.append("  %-24s %s%n".formatted(name, reason)));
    }
    return text.toString();
  }

  /** Writes the archive and closes the stream. */
  public void write(OutputStream out, Instant time) throws IOException {
    try (TarGz archive = new TarGz(out, time)) {
      archive.add(folder + "/" + CONTENTS, contents().getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, String> text : texts.entrySet()) {
        archive.add(folder + "/" + text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
