package io.sentineledge.output;

import java.io.IOException;
import java.util.List;

/** A POST of each alert; a status below 300 means that it was taken. */
public final class WebhookSink implements RecordSink {
  private final HttpPost post;

  /**
   * Of a batch that failed, how many records were dealt with before, and how many of them refused.
   */
  private int dealt;

  private int refused;

  public WebhookSink(HttpPost post) {
    this.post = post;
  }

  @Override
  public void write(List<byte[]> records) throws IOException {
    String reason = "";
    while (dealt < records.size()) {
      try {
        post.send(records.get(dealt), 1);
      } catch (RefusedException e) {
        reason = String.valueOf(e.getMessage());
        refused++;
      }
      dealt++;
    }
    int lost = refused;
    dealt = 0;
    refused = 0;
    if (lost > 0) {
      throw new RefusedException(reason, lost);
    }
  }

  @Override
  public void close() {
    // Connections are the JDK's; idle ones end by themselves
  }
}
