package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.NumberSource.MISSING;

import io.sentineledge.event.EventView;
import io.sentineledge.event.RecordFlag;
import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import org.jspecify.annotations.Nullable;

/** What calls returned, as far as it is known. */
final class Results {
  private Results() {}

  /** What the call returned; a negative number is an error. */
  static long value(EventContext event) {
    EventView view = event.event();
    return view.flag(RecordFlag.NO_RESULT) ? MISSING : view.result();
  }

  /** The descriptor that a call returned; -1 if it failed. */
  static long descriptor(EventContext event) {
    long value = value(event);
    return value == MISSING ? MISSING : Math.max(-1, value);
  }

  /** 1 if the call failed, else 0. */
  static long failed(EventContext event) {
    long value = value(event);
    return value == MISSING ? MISSING : value < 0 ? 1 : 0;
  }

  /** Name of the error; null if there was none. */
  static @Nullable Text error(EventContext event) {
    return Errno.name(-event.event().result());
  }
}
