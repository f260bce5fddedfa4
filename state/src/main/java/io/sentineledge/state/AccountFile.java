package io.sentineledge.state;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sentineledge.event.Text;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Lines of passwd(5) or group(5) by the number in their third field. Where a number stands more
 * than once, the first line counts, as in the C library. Lines that are not in the format are left
 * out.
 *
 * <pre>
 * passwd  name:password:uid:gid:comment:home:shell
 * group   name:password:gid:members
 * </pre>
 */
final class AccountFile {
  /** What is read of a file at most. */
  static final int MOST_BYTES = 16 << 20;

  /** One line; without a home or shell in a group file. */
  record Line(int number, Text name, Text home, Text shell) {}

  /** Fields of a passwd line; a group line has fewer. */
  static final int PASSWD_FIELDS = 7;

  static final int GROUP_FIELDS = 3;

  private static final int SMALLEST = 64;
  private static final int FIELDS = 7;
  private static final int NUMBER = 2;
  private static final int HOME = 5;
  private static final int SHELL = 6;
  private static final long LARGEST_NUMBER = 0xffffffffL;

  private final int fields;

  /** Where the fields of the line at hand begin, and one past the end of the last. */
  private final int[] begins = new int[FIELDS + 1];

  private @Nullable Line[] slots = new @Nullable Line[SMALLEST];
  private int count;

  /**
   * @param fields that a line must have at least
   */
  AccountFile(int fields) {
    this.fields = fields;
  }

  /** The line with a number, or null. Allocates nothing. */
  @Nullable Line line(int number) {
    return slots[slot(number)];
  }

  /** The lines again, with the fields that are kept; in no order. */
  byte[] lines() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Line line : slots) {
      if (line != null) {
        out.writeBytes(line.name.toBytes());
        out.writeBytes((":x:" + Integer.toUnsignedString(line.number) + ":").getBytes(US_ASCII));
        if (fields > GROUP_FIELDS) {
          out.writeBytes("0::".getBytes(US_ASCII));
          out.writeBytes(line.home.toBytes());
          out.write(':');
          out.writeBytes(line.shell.toBytes());
        }
        out.write('\n');
      }
    }
    return out.toByteArray();
  }

  private int slot(int number) {
    int mask = slots.length - 1;
    int at = ((number * 0x9E3779B9) >>> 7) & mask;
    for (Line line = slots[at]; line != null && line.number != number; line = slots[at]) {
      at = (at + 1) & mask;
    }
    return at;
  }

  /** Replaces all lines. */
  void parse(byte[] bytes) {
    slots = new @Nullable Line[SMALLEST];
    count = 0;
    Text file = Text.of(bytes);
    int at = 0;
    while (at < bytes.length) {
      int end = file.indexOf((byte) '\n', at);
      end = end < 0 ? bytes.length : end;
      line(file, at, end);
      at = end + 1;
    }
  }

  private void line(Text file, int from, int to) {
    int found = 0;
    begins[0] = from;
    for (int i = from; i <= to && found < FIELDS; i++) {
      if (i == to || file.at(i) == ':') {
        begins[++found] = i + 1;
      }
    }
    if (found < fields || begins[1] == from + 1) {
      return;
    }
    long number = number(file, begins[NUMBER], begins[NUMBER + 1] - 1);
    if (number >= 0) {
      add(
          new Line(
              (int) number,
              field(file, 0),
              found > HOME ? field(file, HOME) : Text.EMPTY,
              found > SHELL ? field(file, SHELL) : Text.EMPTY));
    }
  }

  private Text field(Text file, int field) {
    return file.substring(begins[field], begins[field + 1] - 1);
  }

  private static long number(Text file, int from, int to) {
    long number = from < to ? 0 : -1;
    for (int i = from; i < to && number >= 0; i++) {
      int digit = file.at(i) - '0';
      number = digit < 0 || digit > 9 ? -1 : number * 10 + digit;
      number = number > LARGEST_NUMBER ? -1 : number;
    }
    return number;
  }

  private void add(Line line) {
    int slot = slot(line.number);
    if (slots[slot] != null) {
      return;
    }
    slots[slot] = line;
    if (++count * 2 > slots.length) {
      @Nullable Line[] old = slots;
      slots = new @Nullable Line[old.length * 2];
      for (Line moved : old) {
        if (moved != null) {
          slots[slot(moved.number)] = moved;
        }
      }
    }
  }
}
