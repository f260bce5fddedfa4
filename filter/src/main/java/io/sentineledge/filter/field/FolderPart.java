package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/** The part of a path before the last slash; the slash alone for files of the root. */
public final class FolderPart implements TextMapping {
  private final Text part = new Text();

  @Override
  public @Nullable Text apply(Text path) {
    int slash = path.lastIndexOf((byte) '/');
    if (slash < 0) {
      return null;
    }
    int length = slash == 0 ? 1 : slash == path.length() - 1 ? path.length() : slash;
    part.set(path.array(), path.offset(), length);
    return part;
  }
}
