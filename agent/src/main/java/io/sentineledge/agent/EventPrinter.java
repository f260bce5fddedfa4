package io.sentineledge.agent;

import io.sentineledge.event.EventType;
import io.sentineledge.filter.Condition;
import io.sentineledge.output.JsonLine;
import io.sentineledge.output.SafeText;
import io.sentineledge.output.Style;
import io.sentineledge.output.Terminal;
import io.sentineledge.output.Times;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.EventIntake;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as they come, one a line, on the reader's thread: a reader of these lines that is
 * too slow makes the rings overflow, which is counted and reported.
 */
final class EventPrinter implements EventIntake.Handler {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final @Nullable Condition filter;
  private final @Nullable JsonLine json;
  private final EventFormats formats = new EventFormats();
  private final boolean colour;
  private final ZoneId zone = ZoneId.systemDefault();
  private final OutputStream out;
  private final Runnable onFailure;

  /**
   * @param filter which events are written; null: all
   * @param onFailure called when nothing can be written any more
   */
  EventPrinter(
      @Nullable Condition filter,
      boolean json,
      Terminal terminal,
      OutputStream out,
      Runnable onFailure) {
    this.filter = filter;
    this.json = json ? new JsonLine() : null;
    this.colour = terminal.colour();
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.onFailure = onFailure;
  }

  @Override
  public void event(EventContext event) {
    if (filter == null || filter.test(event)) {
      try {
        out.write(json == null ? text(event) : json(json, event));
      } catch (IOException e) {
        onFailure.run();
      }
    }
  }

  /** Passes on what was written; when no event waits. */
  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      onFailure.run();
    }
  }

  private byte[] json(JsonLine line, EventContext event) {
    return line.of(members ->
        members
            .add("time", Times.rfc3339(time(event)))
            .add("type", event.event().type().falcoName())
            .add("fields", formats.fields(event)));
  }

  private byte[] text(EventContext event) {
    EventType type = event.event().type();
    String line =
        Style.DIM.apply(colour, Times.clock(time(event), zone))
            + ' '
            + Style.CYAN.apply(colour, pad(type.falcoName(), 10))
            + ' '
            + Style.BOLD.apply(colour, pad(SafeText.of(formats.subject(event)), 24))
            + ' '
            + SafeText.of(formats.details(event))
            + '\n';
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private static long time(EventContext event) {
    return event.event().time() + event.bootTime();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
