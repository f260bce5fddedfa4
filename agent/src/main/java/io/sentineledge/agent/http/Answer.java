package io.sentineledge.agent.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a request.
 *
 * @param body all of it, if there is no stream
 * @param stream writes the body bit by bit; null: there is none
 */
public record Answer(int status, String contentType, String body, @Nullable Stream stream) {
  /** A body that has no end of its own. Runs on the request's thread. */
  @FunctionalInterface
  public interface Stream {
    /**
     * Writes, and flushes what the client is to see.
     *
     * @throws IOException if the client is gone
     * @throws InterruptedException if the client is too slow or the port closes
     */
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  public Answer(int status, String contentType, String body) {
    this(status, contentType, body, null);
  }

  /** One JSON object. */
  public static Answer json(int status, byte[] utf8) {
    return new Answer(status, "application/json", new String(utf8, StandardCharsets.UTF_8));
  }

  static Answer text(int status, String line) {
    return new Answer(status, "text/plain; charset=utf-8", line + "\n");
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
