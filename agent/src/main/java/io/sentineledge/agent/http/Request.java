package io.sentineledge.agent.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What of a request matters to a page.
 *
 * @param accept the header, or an empty text
 * @param lastEventId the header of a client that was cut off from a stream, or an empty text
 * @param query parameters, decoded; of several with one name the last
 */
public record Request(String accept, String lastEventId, Map<String, String> query) {
  private static final int LONGEST_NUMBER = 9;

  static Request of(HttpExchange exchange) {
    return new Request(
        header(exchange, "Accept"),
        header(exchange, "Last-Event-ID"),
        query(exchange.getRequestURI().getRawQuery()));
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  /** {@code raw} is null where there is none. */
  @SuppressWarnings("NullAway") // the JDK's URI does not say what it returns
  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  /**
   * A number of the query.
   *
   * @param otherwise where it is missing or none
   */
  public int number(String name, int otherwise, int least, int most) {
    String text = query.getOrDefault(name, "");
    boolean known = text.matches("[0-9]{1," + LONGEST_NUMBER + "}");
    return Math.clamp(known ? Integer.parseInt(text) : otherwise, least, most);
  }
}
