package io.sentineledge.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A POST of each alert; a status below 300 means that it was taken. As many requests as {@link
 * HttpPost} allows wait for their answers at the same time, so an alert may overtake that many less
 * one; the next request begins when the oldest has its answer.
 *
 * <p>After a failure no request begins, and the answers to those that have are waited for: what was
 * taken is not sent again. An alert whose request had no answer is, taken or not.
 */
public final class WebhookSink implements RecordSink {
  private final HttpPost post;

  public WebhookSink(HttpPost post) {
    this.post = post;
  }

  /** How a batch fares. */
  private static final class Progress {
    final List<byte[]> left = new ArrayList<>();
    int refused;
    String reason = "";
    @Nullable IOException failure;
    int begun;
  }

  @Override
  public void write(List<byte[]> records) throws IOException {
    Progress progress = new Progress();
    for (int i = 0; i < records.size(); i++) {
      begin(records, i + post.atOnce(), progress);
      if (i < progress.begun) {
        end(records.get(i), i % post.atOnce(), progress);
      } else {
        progress.left.add(records.get(i));
      }
    }
    if (progress.failure != null) {
      throw new IncompleteException(progress.failure, progress.left, progress.refused);
    }
    if (progress.refused > 0) {
      throw new RefusedException(progress.reason, progress.refused);
    }
  }

  /** Begins requests for all records before one. */
  private void begin(List<byte[]> records, int before, Progress progress) {
    while (progress.failure == null && progress.begun < Math.min(before, records.size())) {
      try {
        post.begin(progress.begun % post.atOnce(), records.get(progress.begun));
        progress.begun++;
      } catch (IOException e) {
        progress.failure = e;
      }
    }
  }

  private void end(byte[] record, int place, Progress progress) {
    try {
      post.end(place, 1);
    } catch (RefusedException e) {
      progress.reason = String.valueOf(e.getMessage());
      progress.refused++;
    } catch (IOException e) {
      progress.failure = progress.failure == null ? e : progress.failure;
      progress.left.add(record);
    }
  }

  @Override
  public void close() {
    post.close();
  }
}
