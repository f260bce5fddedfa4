package io.sentineledge.agent.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MetricsTextTest {
  private static String text(boolean openMetrics) {
    Histogram histogram = new Histogram();
    histogram.record(700_000);
    histogram.record(20_000_000_000L);
    MetricsText text = new MetricsText(openMetrics);
    text.counter("a_total", "One\\two.").add(1, "x", "\"quoted\"\n", "y", "z").add(0.5);
    text.gauge("b", "Two.").add(12345678901L);
    text.histogram("c_seconds", "Three.", histogram);
    return text.text();
  }

  @Test
  void prometheusText() {
    String text = text(false);
    assertTrue(
        text.startsWith(
            """
            # HELP a_total One\\\\two.
            # TYPE a_total counter
            a_total{x="\\"quoted\\"\\n",y="z"} 1
            a_total 0.5
            # HELP b Two.
            # TYPE b gauge
            b 12345678901
            """),
        text);
    assertTrue(
        text.contains("c_seconds_bucket{le=\"0.0005\"} 0\nc_seconds_bucket{le=\"0.001\"} 1"), text);
    assertTrue(
        text.endsWith(
            "c_seconds_bucket{le=\"+Inf\"} 2\nc_seconds_sum 20.0007\nc_seconds_count 2\n"));
  }

  @Test
  void openMetricsNamesCountersWithoutTheirSuffixAndHasAnEnd() {
    String text = text(true);
    assertTrue(text.contains("# TYPE a counter\na_total{"), text);
    assertTrue(text.endsWith("\n# EOF\n"), text);
    assertEquals(1, text.split("# EOF", -1).length - 1);
  }
}
