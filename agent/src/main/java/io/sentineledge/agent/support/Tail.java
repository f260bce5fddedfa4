package io.sentineledge.agent.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** The end of a file that grows. */
public final class Tail {
  private Tail() {}

  /**
   * Its last lines, whole ones. A symbolic link is not followed: whoever owns the folder of a log
   * could have it name any file.
   *
   * @param most bytes
   */
  public static String of(Path file, int most) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("no regular file: " + file);
    }
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      long from = Math.max(0, channel.size() - most);
      channel.position(from);
      ByteBuffer bytes = ByteBuffer.allocate(most);
      while (bytes.hasRemaining() && channel.read(bytes) > 0) {
        // until the end
      }
      String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
      // What is cut may be a secret that nothing tells any more
      return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
    }
  }
}
