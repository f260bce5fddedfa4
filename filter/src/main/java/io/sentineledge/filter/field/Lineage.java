package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import org.jspecify.annotations.Nullable;

/** Walks from a process to its ancestors. */
public final class Lineage {
  /** More ancestors than any process has: an end for a walk in a damaged table. */
  static final int MAX = 4096;

  private Lineage() {}

  /** The present parent, or null. */
  public static @Nullable ProcessImage parent(EventContext event, ProcessImage image) {
    return image.parent;
  }

  /**
   * The next step of a walk to all ancestors: the parent, or null at the end.
   *
   * @param step how many steps were done
   */
  public static @Nullable ProcessImage next(
      EventContext event, @Nullable ProcessImage image, int step) {
    return image == null || step >= MAX ? null : parent(event, image);
  }

  /** The ancestor a number of steps up, 0 being the process itself; null if it is not known. */
  static @Nullable ProcessImage ancestor(EventContext event, int steps) {
    ProcessImage image = event.process();
    for (int i = 0; i < steps && image != null; i++) {
      image = i < MAX ? parent(event, image) : null;
    }
    return image;
  }

  /** The eldest in an unbroken line of ancestors that are in the same session, or itself. */
  static ProcessImage eldestInSession(EventContext event, ProcessImage image) {
    ProcessImage eldest = image;
    ProcessImage next = parent(event, image);
    for (int i = 0; i < MAX && next != null && next.sid == image.sid; i++) {
      eldest = next;
      next = parent(event, next);
    }
    return eldest;
  }

  /** The eldest in an unbroken line of ancestors that are in the same group, or itself. */
  static ProcessImage eldestInGroup(EventContext event, ProcessImage image) {
    ProcessImage eldest = image;
    ProcessImage next = parent(event, image);
    for (int i = 0; i < MAX && next != null && next.pgid == image.pgid; i++) {
      eldest = next;
      next = parent(event, next);
    }
    return eldest;
  }

  /** A text of the process. */
  static TextSource process(AncestorTexts property) {
    return event -> {
      ProcessImage image = event.process();
      return image == null ? null : property.of(image);
    };
  }

  /** A number of the process; a property that is not known is {@link NumberSource#MISSING}. */
  static NumberSource processNumber(AncestorNumbers property) {
    return event -> {
      ProcessImage image = event.process();
      return image == null ? NumberSource.MISSING : property.of(image);
    };
  }

  /** A text of the ancestor a number of steps up. */
  static TextSource ancestor(int steps, AncestorTexts property) {
    return event -> {
      ProcessImage image = ancestor(event, steps);
      return image == null ? null : property.of(image);
    };
  }

  static NumberSource ancestorNumber(int steps, AncestorNumbers property) {
    return event -> {
      ProcessImage image = ancestor(event, steps);
      return image == null ? NumberSource.MISSING : property.of(image);
    };
  }

  /** The text, or null if it is empty and so not known. */
  static @Nullable Text known(Text text) {
    return text.isEmpty() ? null : text;
  }
}
