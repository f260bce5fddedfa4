package io.sentineledge.agent.metrics;

/**
 * The labels of a sample as both formats write them. To write them takes most of a scrape's time,
 * so whoever adds the same ones again and again keeps them.
 */
public final class Labels {
  static final Labels NONE = new Labels("");

  private final String text;

  private Labels(String text) {
    this.text = text;
  }

  /**
   * Writes labels.
   *
   * @param labels names and values, in turn
   */
  public static Labels of(String... labels) {
    if (labels.length == 0) {
      return NONE;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      text.append(MetricsText.escaped(labels[i + 1]).replace("\"", "\\\"")).append('"');
    }
    return new Labels(text.append('}').toString());
  }

  String text() {
    return text;
  }
}
