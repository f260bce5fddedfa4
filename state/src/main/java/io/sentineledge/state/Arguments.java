package io.sentineledge.state;

import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * The argument list of one exec in the forms that fields ask for, shared by all images that were
 * forked from it.
 *
 * <pre>
 * argv         exe 0 first 0 second 0
 * commandLine  name ' ' first ' ' second
 * args                  first ' ' second     (same bytes as in commandLine)
 * </pre>
 */
final class Arguments {
  static final Arguments NONE = new Arguments();

  final Text argv = new Text();
  final Text args = new Text();
  final Text commandLine = new Text();
  Text environment = Text.EMPTY;
  boolean cut;

  /** See {@link ProcessImage#argumentFacts}: found out before a cut, it still holds after it. */
  @Nullable Object facts;

  // Kept by ArgumentStore: images in memory with these arguments, slot, list of the long ones.
  int holders;
  int slot;
  @Nullable Arguments previous;
  @Nullable Arguments next;

  private Arguments() {}

  Arguments(Text name, Text argv, Text environment, boolean cut) {
    byte[] bytes = argv.toBytes();
    this.argv.set(bytes, 0, bytes.length);
    if (!environment.isEmpty()) {
      this.environment = environment.copy();
    }
    this.cut = cut;
    join(name, bytes);
  }

  private void join(Text name, byte[] list) {
    int first = firstEnd(list) + 1;
    boolean any = first < list.length;
    int end = any && list[list.length - 1] == 0 ? list.length - 1 : list.length;
    int prefix = name.length() + (any ? 1 : 0);
    byte[] line = new byte[prefix + (any ? end - first : 0)];
    System.arraycopy(name.array(), name.offset(), line, 0, name.length());
    if (any) {
      line[name.length()] = ' ';
    }
    for (int i = prefix; i < line.length; i++) {
      byte value = list[first + i - prefix];
      line[i] = value == 0 ? (byte) ' ' : value;
    }
    commandLine.set(line, 0, line.length);
    args.set(line, prefix, line.length - prefix);
  }

  /** Index of the zero byte that ends argv[0], or the length. */
  static int firstEnd(byte[] list) {
    int at = 0;
    while (at < list.length && list[at] != 0) {
      at++;
    }
    return at;
  }

  int bytes() {
    return argv.length() + commandLine.length() + environment.length();
  }

  /** Forgets what is beyond a limit, for all images that share this. */
  void cut(int limit) {
    int prefix = commandLine.length() - args.length();
    shorten(argv, limit);
    shorten(commandLine, Math.max(prefix, limit));
    args.set(commandLine.array(), prefix, commandLine.length() - prefix);
    environment = Text.EMPTY;
    cut = true;
  }

  private static void shorten(Text text, int limit) {
    if (text.length() > limit) {
      byte[] bytes = text.substring(0, limit).array();
      text.set(bytes, 0, bytes.length);
    }
  }
}
