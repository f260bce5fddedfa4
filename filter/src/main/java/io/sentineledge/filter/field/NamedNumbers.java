package io.sentineledge.filter.field;

import io.sentineledge.event.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The numbers behind the names that fields print: the reverse of what an event's fields do, for
 * events that are given as fields.
 */
public final class NamedNumbers {
  public static final NamedNumbers OPEN_FLAGS = new NamedNumbers(FlagNames.OPEN);
  public static final NamedNumbers CLONE_FLAGS = new NamedNumbers(FlagNames.CLONE);
  public static final NamedNumbers MODE = new NamedNumbers(FlagNames.MODE);
  public static final NamedNumbers RESOLVE_FLAGS = new NamedNumbers(FlagNames.RESOLVE);
  public static final NamedNumbers RENAME_FLAGS = new NamedNumbers(FlagNames.RENAME);
  public static final NamedNumbers UNLINKAT_FLAGS = new NamedNumbers(FlagNames.UNLINKAT);
  public static final NamedNumbers LINKAT_FLAGS = new NamedNumbers(FlagNames.LINKAT);
  public static final NamedNumbers PTRACE_REQUEST = new NamedNumbers(FlagNames.PTRACE);
  public static final NamedNumbers LEVEL = new NamedNumbers(OptionNames.LEVEL);

  /** Options of {@code SOL_SOCKET}. */
  public static final NamedNumbers SOCKET_OPTION = new NamedNumbers(OptionNames.SOCKET);

  public static final NamedNumbers CAPABILITIES = new NamedNumbers(FlagNames.CAPABILITIES);

  private final FlagNames flags;

  /** Those of an argument of a call. */
  public NamedNumbers(FlagNames flags) {
    this.flags = flags;
  }

  /** The bits or the number that a name stands for; none if there is no such name. */
  public OptionalLong value(String name) {
    for (int i = 0; i < flags.count(); i++) {
      if (flags.name(i).toString().equals(name)) {
        return OptionalLong.of(flags.value(i));
      }
    }
    return OptionalLong.empty();
  }

  /** All names. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < flags.count(); i++) {
      names.add(flags.name(i).toString());
    }
    return names;
  }

  /** The number of an error, positive, by its name such as ENOENT; none if there is no such. */
  public static OptionalLong errno(String name) {
    for (long number = 1; number <= Errno.LARGEST; number++) {
      Text known = Errno.name(number);
      if (known != null && known.toString().equals(name)) {
        return OptionalLong.of(number);
      }
    }
    return OptionalLong.empty();
  }
}
