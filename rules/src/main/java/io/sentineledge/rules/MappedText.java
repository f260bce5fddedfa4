package io.sentineledge.rules;

import io.sentineledge.filter.Place;
import io.sentineledge.rules.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;

/**
 * A text made of parts of rule files, which knows where each character was written. Conditions are
 * such texts: a block scalar drops indentation, an append joins two files, an exception adds
 * brackets.
 */
public final class MappedText {
  /**
   * Characters with a common origin.
   *
   * @param start of the run in the text
   * @param from where the first character was written
   * @param fixed whether all of them belong to that one place; otherwise they follow each other in
   *     the file
   */
  private record Run(int start, Location from, boolean fixed) {}

  private final String text;
  private final List<Run> runs;

  private MappedText(String text, List<Run> runs) {
    this.text = text;
    this.runs = runs;
  }

  /** The value of a scalar. */
  public static MappedText of(Scalar scalar) {
    Builder builder = new Builder();
    new ScalarAlignment(scalar).addTo(builder);
    return builder.build();
  }

  String text() {
    return text;
  }

  /** Where a condition's or format's part was written, given its place in this text. */
  Location location(Place place) {
    return location(place.offset(), place.length());
  }

  /** Where characters were written; the place of the text's end is that of its last character. */
  public Location location(int offset, int length) {
    int first = Math.clamp(offset, 0, Math.max(0, text.length() - 1));
    int last = Math.clamp(offset + (long) length - 1, first, Math.max(first, text.length() - 1));
    Location start = at(first);
    Location end = at(last);
    boolean whole = start.file() == end.file() && end.end() > start.start();
    return whole ? new Location(start.file(), start.start(), end.end()) : start;
  }

  private Location at(int offset) {
    int low = 0;
    int high = runs.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (runs.get(middle).start <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    Run run = runs.get(low);
    if (run.fixed) {
      return run.from;
    }
    int written = run.from.start() + offset - run.start;
    return new Location(run.from.file(), written, written + 1);
  }

  /** Puts a text together; may go on after {@link #build}. */
  static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private final List<Run> runs = new ArrayList<>();

    /** A character as it stands at an offset of a file. */
    void add(char c, SourceFile file, int offset) {
      Run last = runs.isEmpty() ? null : runs.getLast();
      boolean follows =
          last != null
              && !last.fixed
              && last.from.file() == file
              && last.from.start() + text.length() - last.start == offset;
      if (!follows) {
        runs.add(new Run(text.length(), new Location(file, offset, offset + 1), false));
      }
      text.append(c);
    }

    /** Characters that stand for something written elsewhere. */
    Builder add(String characters, Location origin) {
      runs.add(new Run(text.length(), origin, true));
      text.append(characters);
      return this;
    }

    Builder add(MappedText other) {
      for (Run run : other.runs) {
        runs.add(new Run(text.length() + run.start, run.from, run.fixed));
      }
      text.append(other.text);
      return this;
    }

    /** A text behind the one there is, with one blank between them. */
    Builder append(MappedText more) {
      return text.isEmpty() ? add(more) : add(" ", more.location(0, 0)).add(more);
    }

    MappedText build() {
      return new MappedText(text.toString(), List.copyOf(runs));
    }
  }
}
