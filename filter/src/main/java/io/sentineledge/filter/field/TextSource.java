package io.sentineledge.filter.field;

import io.sentineledge.event.Folder;
import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.ProcessImage;
import org.jspecify.annotations.Nullable;

/** One text. */
@FunctionalInterface
public non-sealed interface TextSource extends Source {
  /** The value, or null. */
  @Nullable Text get(EventContext event);

  /**
   * What the value begins with, all but its last component; null where that is not known. To be
   * asked after {@link #get}.
   */
  default @Nullable Folder folder(EventContext event) {
    return null;
  }

  /** A value that does not depend on the event. */
  record Fixed(Text value) implements TextSource {
    @Override
    public Text get(EventContext event) {
      return value;
    }
  }

  /**
   * A text of the process or of an ancestor.
   *
   * @param steps up from the process
   */
  record OfImage(int steps, AncestorTexts property) implements TextSource {
    @Override
    public @Nullable Text get(EventContext event) {
      ProcessImage image = event.ancestor(steps);
      return image == null ? null : property.of(image);
    }
  }

  /** A value that does not depend on the event. */
  static TextSource fixed(String value) {
    return new Fixed(Text.of(value));
  }
}
