package io.sentineledge.agent.http;

import java.nio.charset.StandardCharsets;

/** An answer to a request. */
public record Answer(int status, String contentType, String body) {
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
