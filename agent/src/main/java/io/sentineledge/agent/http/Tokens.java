package io.sentineledge.agent.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a file, one a line, read again when the file changes. Compared by their digests and
 * in constant time. Where the file can't be read, no token is right.
 */
public final class Tokens {
  private static final String SCHEME = "Bearer ";

  /** What a request with a token says before it. */
  static final String HEADER = "Authorization: " + SCHEME;

  private final Path file;
  private @Nullable FileTime read;
  private List<byte[]> digests = List.of();

  public Tokens(Path file) {
    this.file = file;
  }

  /** The tokens of a file. */
  public static List<String> read(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Whether a request with this Authorization header may be answered. */
  synchronized boolean accept(@Nullable String authorization) {
    refresh();
    if (authorization == null || !authorization.startsWith(SCHEME)) {
      return false;
    }
    byte[] given = digest(authorization.substring(SCHEME.length()).strip());
    boolean found = false;
    for (byte[] known : digests) {
      found |= MessageDigest.isEqual(known, given);
    }
    return found;
  }

  private void refresh() {
    try {
      FileTime modified = Files.getLastModifiedTime(file);
      if (!modified.equals(read)) {
        digests = read(file).stream().map(Tokens::digest).toList();
        read = modified;
      }
    } catch (IOException e) {
      digests = List.of();
      read = null;
    }
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
