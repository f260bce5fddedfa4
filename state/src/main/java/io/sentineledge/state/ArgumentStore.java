package io.sentineledge.state;

import io.sentineledge.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * Makes and counts argument lists. Equal ones are shared; when all together exceed a budget, the
 * long ones are cut, the oldest first, so that a flood of long command lines costs no more than
 * their tails.
 */
final class ArgumentStore {
  /** What is always kept of a list. */
  static final int SHORT = 512;

  private static final int SLOTS = 1024;

  private final @Nullable Arguments[] recent = new @Nullable Arguments[SLOTS];
  private final ProcessLimits limits;
  private final ProcessCounters counters;
  private final Text argv = new Text();
  private final Text environment = new Text();
  private @Nullable Arguments oldest;
  private @Nullable Arguments newest;

  ArgumentStore(ProcessLimits limits, ProcessCounters counters) {
    this.limits = limits;
    this.counters = counters;
  }

  /** Gives an image its arguments; texts may be views. */
  void set(ProcessImage image, Text list, Text env, boolean incomplete) {
    int most = limits.argumentBytes();
    argv.set(list.array(), list.offset(), Math.min(list.length(), most));
    environment.set(env.array(), env.offset(), Math.min(env.length(), most));
    boolean cut = incomplete || list.length() > most;
    int hash = argv.hashCode() * 31 + image.name.hashCode();
    int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    Arguments known = recent[slot];
    if (known == null || known.holders == 0 || !same(known, image.name, cut)) {
      known = new Arguments(image.name, argv, environment, cut);
      known.slot = slot;
      recent[slot] = known;
    }
    share(image, known);
  }

  private boolean same(Arguments known, Text name, boolean cut) {
    return known.cut == cut
        && known.argv.equals(argv)
        && known.environment.equals(environment)
        && known.commandLine.startsWith(name)
        && known.commandLine.length() - known.args.length() - name.length() <= 1;
  }

  /** Lets an image have the arguments that another has too. */
  void share(ProcessImage image, Arguments arguments) {
    if (arguments != Arguments.NONE && arguments.holders++ == 0) {
      counters.argumentBytes += arguments.bytes();
      if (arguments.bytes() > SHORT) {
        append(arguments);
        trim();
      }
    }
    release(image);
    image.arguments = arguments;
  }

  void release(ProcessImage image) {
    Arguments arguments = image.arguments;
    image.arguments = Arguments.NONE;
    if (arguments == Arguments.NONE || --arguments.holders > 0) {
      return;
    }
    counters.argumentBytes -= arguments.bytes();
    if (recent[arguments.slot] == arguments) {
      recent[arguments.slot] = null;
    }
    if (arguments == oldest || arguments.previous != null) {
      unlink(arguments);
    }
  }

  private void append(Arguments arguments) {
    arguments.previous = newest;
    if (newest == null) {
      oldest = arguments;
    } else {
      newest.next = arguments;
    }
    newest = arguments;
  }

  private void unlink(Arguments arguments) {
    Arguments previous = arguments.previous;
    Arguments next = arguments.next;
    arguments.previous = null;
    arguments.next = null;
    if (previous == null) {
      oldest = next;
    } else {
      previous.next = next;
    }
    if (next == null) {
      newest = previous;
    } else {
      next.previous = previous;
    }
  }

  /** Cuts the oldest long lists, but not the newest: rules are about to see it whole. */
  private void trim() {
    while (counters.argumentBytes > limits.argumentBudget() && oldest != null && oldest != newest) {
      Arguments arguments = oldest;
      unlink(arguments);
      counters.argumentBytes -= arguments.bytes();
      arguments.cut(SHORT);
      counters.argumentBytes += arguments.bytes();
      counters.argumentsCut++;
    }
  }
}
