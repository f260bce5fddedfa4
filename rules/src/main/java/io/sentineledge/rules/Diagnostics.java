package io.sentineledge.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that was found in all rule files, each finding once. Keeps at most {@link #MAX} findings of
 * each severity and counts the others. Not safe for use by several threads.
 */
public final class Diagnostics {
  /** The most findings of one severity that are kept. */
  public static final int MAX = 1000;

  /** Characters of the longest message; a longer one is cut. */
  private static final int MAX_LENGTH = 1000;

  private final List<Diagnostic> all = new ArrayList<>();
  private final Set<Diagnostic> known = new HashSet<>();
  private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
  private final Map<String, SourceFile> files = new LinkedHashMap<>();

  public void error(
      Location at, String message, @Nullable String value, @Nullable String suggestion) {
    add(Severity.ERROR, at, message, value, suggestion);
  }

  public void warning(
      Location at, String message, @Nullable String value, @Nullable String suggestion) {
    add(Severity.WARNING, at, message, value, suggestion);
  }

  /** Adds a finding. */
  public void add(
      Severity severity,
      Location at,
      String message,
      @Nullable String value,
      @Nullable String suggestion) {
    if (count(severity) >= MAX) {
      counts.merge(severity, 1, Integer::sum);
      return;
    }
    files.putIfAbsent(at.file().name(), at.file());
    Diagnostic diagnostic =
        new Diagnostic(
            severity,
            at.position(),
            at.length(),
            cut(message),
            value == null ? null : cut(value),
            suggestion == null ? null : cut(suggestion));
    if (known.add(diagnostic)) {
      counts.merge(severity, 1, Integer::sum);
      all.add(diagnostic);
    }
  }

  private static String cut(String text) {
    return text.length() <= MAX_LENGTH
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH / 2)) + "...";
  }

  /** By file in the order in which findings first named them, then by line and column. */
  public List<Diagnostic> all() {
    List<String> order = List.copyOf(files.keySet());
    List<Diagnostic> sorted = new ArrayList<>(all);
    if (sorted.size() > 1) { // a start without findings need not load what compares them
      sorted.sort(
          Comparator.comparingInt((Diagnostic d) -> order.indexOf(d.position().file()))
              .thenComparingInt(d -> d.position().line())
              .thenComparingInt(d -> d.position().column()));
    }
    return sorted;
  }

  /** How many there are of a severity, those that were not kept included. */
  public int count(Severity severity) {
    return counts.getOrDefault(severity, 0);
  }

  public boolean hasErrors() {
    return count(Severity.ERROR) > 0;
  }

  /**
   * A finding with the line it is about and a caret below it, without a line end after the last
   * line.
   */
  public String render(Diagnostic diagnostic) {
    SourceFile file = files.get(diagnostic.position().file());
    return file == null ? diagnostic.toString() : DiagnosticRenderer.render(diagnostic, file);
  }

  /**
   * Everything of at least a severity, rendered, one finding after the other; empty if there is
   * none.
   */
  public String render(Severity least) {
    StringBuilder text = new StringBuilder();
    for (Diagnostic diagnostic : all()) {
      if (diagnostic.severity().compareTo(least) <= 0) {
        text.append(render(diagnostic)).append('\n');
      }
    }
    for (Severity severity : Severity.values()) {
      int more = count(severity) - MAX;
      if (severity.compareTo(least) <= 0 && more > 0) {
        text.append("and ").append(more).append(" more of severity ").append(severity).append('\n');
      }
    }
    return text.toString();
  }
}
