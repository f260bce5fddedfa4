package io.sentineledge.agent;

import io.sentineledge.output.JsonLine;
import io.sentineledge.output.Redaction;
import io.sentineledge.output.Times;
import io.sentineledge.state.EventContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows events to who asks for some, and costs nothing as long as nobody does. Of events, those
 * that the kernel sends: what rules and state ask for.
 */
final class EventTap {
  private final Supplier<Redaction> redaction;
  private volatile @Nullable Request open;

  /** One who asks; its events are written by the reader's thread. */
  private static final class Request {
    final List<byte[]> events = new CopyOnWriteArrayList<>();
    final EventFormats formats = new EventFormats();
    final JsonLine line = new JsonLine();
    final CountDownLatch left;
    final Redaction redaction;

    Request(int count, Redaction redaction) {
      left = new CountDownLatch(count);
      this.redaction = redaction;
    }
  }

  EventTap(Supplier<Redaction> redaction) {
    this.redaction = redaction;
  }

  /** Takes an event if one is asked for. By the reader's thread. */
  void event(EventContext event) {
    Request request = open;
    if (request != null) {
      take(request, event);
    }
  }

  private void take(Request request, EventContext event) {
    request.events.add(
        request.line.of(members ->
            members
                .add("time", Times.rfc3339(event.event().time() + event.bootTime()))
                .add("type", event.event().type().falcoName())
                .add("fields", request.redaction.fields(request.formats.fields(event)))));
    request.left.countDown();
    if (request.left.getCount() == 0) {
      open = null;
    }
  }

  /** The next events, each a line of JSON, as many as come in time. One who asks at a time. */
  synchronized List<byte[]> next(int count, long millis) throws InterruptedException {
    Request request = new Request(count, redaction.get());
    open = request;
    try {
      boolean _ = request.left.await(millis, TimeUnit.MILLISECONDS);
    } finally {
      open = null;
    }
    return List.copyOf(request.events);
  }
}
