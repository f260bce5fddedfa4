package io.sentineledge.output;

import java.io.IOException;
import java.util.List;

/** A POST of each alert; a status below 300 means that it was taken. */
public final class WebhookSink implements RecordSink {
  private final HttpPost post;

  public WebhookSink(HttpPost post) {
    this.post = post;
  }

  @Override
  public void write(List<byte[]> records) throws IOException {
    String reason = "";
    int refused = 0;
    for (int dealt = 0; dealt < records.size(); dealt++) {
      try {
        post.send(records.get(dealt), 1);
      } catch (RefusedException e) {
        reason = String.valueOf(e.getMessage());
        refused++;
      } catch (IOException e) {
        throw new IncompleteException(e, dealt, refused);
      }
    }
    if (refused > 0) {
      throw new RefusedException(reason, refused);
    }
  }

  @Override
  public void close() {
    // Connections are the JDK's; idle ones end by themselves
  }
}
