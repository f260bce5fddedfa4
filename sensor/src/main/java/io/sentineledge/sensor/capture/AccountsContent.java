package io.sentineledge.sensor.capture;

import io.sentineledge.event.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Content of a block of users and groups.
 *
 * <pre>
 * 0 u32 bytes of users, U   4 u32 bytes of groups, G   8 users   8+U groups
 * </pre>
 */
record AccountsContent(Text users, Text groups) {
  private static final int MOST = 1 << 20;
  private static final int START = 8;

  static byte[] encode(Machine machine) {
    byte[] users = cut(machine.users().toBytes());
    byte[] groups = cut(machine.groups().toBytes());
    return ByteBuffer.allocate(START + users.length + groups.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(users.length)
        .putInt(groups.length)
        .put(users)
        .put(groups)
        .array();
  }

  /** As many whole lines as fit. */
  private static byte[] cut(byte[] lines) {
    int end = Math.min(lines.length, MOST);
    while (end < lines.length && end > 0 && lines[end - 1] != '\n') {
      end--;
    }
    return Arrays.copyOf(lines, end);
  }

  /** Null if the lengths cannot be right. */
  static @Nullable AccountsContent decode(byte[] content) {
    ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.remaining() < START) {
      return null;
    }
    int users = buffer.getInt();
    int groups = buffer.getInt();
    if (users < 0 || groups < 0 || (long) users + groups > buffer.remaining()) {
      return null;
    }
    return new AccountsContent(
        Text.of(Arrays.copyOfRange(content, START, START + users)),
        Text.of(Arrays.copyOfRange(content, START + users, START + users + groups)));
  }
}
