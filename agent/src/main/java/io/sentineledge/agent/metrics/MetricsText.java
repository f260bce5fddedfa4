package io.sentineledge.agent.metrics;

import java.math.BigDecimal;

/**
 * Builds the answer to one scrape, in Prometheus' text format 0.0.4 or in OpenMetrics 1.0. A family
 * is begun, then its samples are added. For one thread.
 */
public final class MetricsText {
  private static final String TOTAL = "_total";

  private final boolean openMetrics;
  private final StringBuilder text = new StringBuilder(16 * 1024);
  private String family = "";

  public MetricsText(boolean openMetrics) {
    this.openMetrics = openMetrics;
  }

  /** The media type of the format. */
  public String contentType() {
    return openMetrics
        ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
        : "text/plain; version=0.0.4; charset=utf-8";
  }

  /** Begins a counter, whose name ends in {@code _total}. */
  public MetricsText counter(String name, String help) {
    String base = name.substring(0, name.length() - TOTAL.length());
    return begin(name, openMetrics ? base : name, "counter", help);
  }

  /** Begins a gauge. */
  public MetricsText gauge(String name, String help) {
    return begin(name, name, "gauge", help);
  }

  /** A histogram of seconds, all of it. */
  public MetricsText histogram(String name, String help, Histogram values) {
    begin(name, name, "histogram", help);
    long count = 0;
    for (int i = 0; i < Histogram.BOUNDS_SECONDS.length; i++) {
      count += values.bucket(i);
      sample("_bucket", (double) count, "le", number(Histogram.BOUNDS_SECONDS[i]));
    }
    count += values.bucket(Histogram.BOUNDS_SECONDS.length);
    sample("_bucket", (double) count, "le", "+Inf");
    sample("_sum", values.sumSeconds());
    return sample("_count", (double) count);
  }

  private MetricsText begin(String name, String described, String type, String help) {
    family = name;
    text.append("# HELP ").append(described).append(' ').append(escaped(help, false));
    text.append("\n# TYPE ").append(described).append(' ').append(type).append('\n');
    return this;
  }

  /**
   * A sample of the family.
   *
   * @param labels names and values, in turn
   */
  public MetricsText add(double value, String... labels) {
    return sample("", value, labels);
  }

  /** The same of a count; exact up to 2^53. */
  public MetricsText add(long value, String... labels) {
    return sample("", (double) value, labels);
  }

  private MetricsText sample(String suffix, double value, String... labels) {
    text.append(family).append(suffix);
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      text.append(escaped(labels[i + 1], true)).append('"');
    }
    text.append(labels.length == 0 ? " " : "} ").append(number(value)).append('\n');
    return this;
  }

  /** The whole text. */
  public String text() {
    return openMetrics ? text + "# EOF\n" : text.toString();
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String escaped(String text, boolean quotes) {
    String escaped = text.replace("\\", "\\\\").replace("\n", "\\n");
    return quotes ? escaped.replace("\"", "\\\"") : escaped;
  }
}
