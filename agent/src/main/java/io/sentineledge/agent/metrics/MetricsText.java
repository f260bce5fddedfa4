package io.sentineledge.agent.metrics;

import java.math.BigDecimal;

/**
 * Builds the answer to one scrape, in Prometheus' text format 0.0.4 or in OpenMetrics 1.0. A family
 * is begun, then its samples are added. For one thread.
 */
public final class MetricsText {
  private static final String TOTAL = "_total";
  private static final int EXPECTED = 128 * 1024;

  private final boolean openMetrics;
  private final StringBuilder text = new StringBuilder(EXPECTED);
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
      sample("_bucket", Labels.of("le", number(Histogram.BOUNDS_SECONDS[i])), count);
    }
    count += values.bucket(Histogram.BOUNDS_SECONDS.length);
    sample("_bucket", Labels.of("le", "+Inf"), count);
    sample("_sum", Labels.NONE, values.sumSeconds());
    return sample("_count", Labels.NONE, count);
  }

  private MetricsText begin(String name, String described, String type, String help) {
    family = name;
    text.append("# HELP ").append(described).append(' ').append(escaped(help));
    text.append("\n# TYPE ").append(described).append(' ').append(type).append('\n');
    return this;
  }

  /**
   * A sample of the family.
   *
   * @param labels names and values, in turn
   */
  public MetricsText add(double value, String... labels) {
    return sample("", Labels.of(labels), value);
  }

  /** The same of a count. */
  public MetricsText add(long value, String... labels) {
    return add(value, Labels.of(labels));
  }

  /** The same with labels that are written already. */
  public MetricsText add(long value, Labels labels) {
    return sample("", labels, value);
  }

  private MetricsText sample(String suffix, Labels labels, double value) {
    begin(suffix, labels).append(number(value)).append('\n');
    return this;
  }

  private MetricsText sample(String suffix, Labels labels, long value) {
    begin(suffix, labels).append(value).append('\n');
    return this;
  }

  private StringBuilder begin(String suffix, Labels labels) {
    return text.append(family).append(suffix).append(labels.text()).append(' ');
  }

  /** The whole text. */
  public String text() {
    return text + (openMetrics ? "# EOF\n" : "");
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }
}
