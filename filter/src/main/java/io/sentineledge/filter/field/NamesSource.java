package io.sentineledge.filter.field;

import io.sentineledge.event.FileNames;
import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import org.jspecify.annotations.Nullable;

/** The names of one file, of which some come from the kernel and some are what was asked for. */
public non-sealed interface NamesSource extends Source {
  /** The names; none if the event has no such file. */
  FileNames names(EventContext event);

  /** What to take of each name in this event: null for all of it. */
  default @Nullable TextMapping part(EventContext event) {
    return null;
  }

  /**
   * Whether the names are those of the file whose device and inode the record carries, so that an
   * exact literal can also be compared by file.
   */
  default boolean identified() {
    return false;
  }

  /**
   * The one name to print: the path in the root of the container or host, where there is one.
   *
   * @return null if there is no name
   */
  default @Nullable Text first(EventContext event) {
    FileNames names = names(event);
    if (names.count() == 0) {
      return null;
    }
    TextMapping part = part(event);
    return part == null ? names.name(0) : part.apply(names.name(0));
  }
}
