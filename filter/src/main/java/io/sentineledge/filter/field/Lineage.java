package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import org.jspecify.annotations.Nullable;

/** Sources of what is known of a process and its ancestors. */
final class Lineage {
  private Lineage() {}

  /** The eldest in an unbroken line of ancestors that are in the same session, or itself. */
  static ProcessImage eldestInSession(EventContext event, ProcessImage image) {
    ProcessImage eldest = image;
    ProcessImage next = event.parent();
    for (int i = 2; next != null && next.sid == image.sid; i++) {
      eldest = next;
      next = event.ancestor(i);
    }
    return eldest;
  }

  /** The eldest in an unbroken line of ancestors that are in the same group, or itself. */
  static ProcessImage eldestInGroup(EventContext event, ProcessImage image) {
    ProcessImage eldest = image;
    ProcessImage next = event.parent();
    for (int i = 2; next != null && next.pgid == image.pgid; i++) {
      eldest = next;
      next = event.ancestor(i);
    }
    return eldest;
  }

  /** A text of the process. */
  static TextSource process(AncestorTexts property) {
    return ancestor(0, property);
  }

  /** A number of the process; a property that is not known is {@link NumberSource#MISSING}. */
  static NumberSource processNumber(AncestorNumbers property) {
    return ancestorNumber(0, property);
  }

  /** A text of the ancestor a number of steps up. */
  static TextSource ancestor(int steps, AncestorTexts property) {
    return new TextSource.OfImage(steps, property);
  }

  static NumberSource ancestorNumber(int steps, AncestorNumbers property) {
    return event -> {
      ProcessImage image = event.ancestor(steps);
      return image == null ? NumberSource.MISSING : property.of(image);
    };
  }

  /** The number, where the record tells of a process. */
  static NumberSource numberWhereKnown(NumberSource number) {
    return event -> event.event().pid() == 0 ? NumberSource.MISSING : number.get(event);
  }

  /** The text, where the record tells of a process. */
  static TextSource textWhereKnown(TextSource text) {
    return event -> event.event().pid() == 0 ? null : text.get(event);
  }

  /** The text, or null if it is empty and so not known. */
  static @Nullable Text known(Text text) {
    return text.isEmpty() ? null : text;
  }
}
