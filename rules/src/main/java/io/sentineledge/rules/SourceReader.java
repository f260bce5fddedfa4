package io.sentineledge.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads the text of rule files: UTF-8 of bounded size without control characters. */
public final class SourceReader {
  /** Bytes of the largest rule file: some 200 times the largest that is published. */
  static final int MAX_BYTES = 16 << 20;

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final Diagnostics diagnostics;

  public SourceReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The file's text, or null, and an error reported. */
  public @Nullable SourceFile read(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return decode(path.toString(), in.readNBytes(MAX_BYTES + 1));
    } catch (IOException e) {
      unreadable(path, e);
      return null;
    }
  }

  /** Reports a file or folder that cannot be read. */
  public void unreadable(Path path, Exception e) {
    String reason =
        switch (e) {
          case NoSuchFileException missing -> "no such file";
          case AccessDeniedException denied -> "permission denied";
          default -> String.valueOf(e.getMessage());
        };
    diagnostics.error(
        Location.of(new SourceFile(path.toString(), "")),
        "cannot read '" + path + "': " + reason,
        path.toString(),
        e instanceof AccessDeniedException
            ? "Make it readable for the agent's user."
            : "Check the path.");
  }

  /** The text of these bytes, or null, and an error reported. */
  public @Nullable SourceFile decode(String name, byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      SourceFile nothing = new SourceFile(name, "");
      diagnostics.error(
          Location.of(nothing),
          "rule file is larger than " + (MAX_BYTES >> 20) + " MiB",
          name,
          "Split it into several files.");
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(in, out, true);
    int end = out.position();
    String text = out.flip().toString();
    if (result.isError()) {
      SourceFile file = new SourceFile(name, text);
      String value = String.format("0x%02x", bytes[in.position()] & 0xff);
      diagnostics.error(
          new Location(file, end, end),
          "rule file is not UTF-8: byte " + value,
          value,
          "Save the file as UTF-8.");
      return null;
    }
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return printable(new SourceFile(name, marked ? text.substring(1) : text));
  }

  private @Nullable SourceFile printable(SourceFile file) {
    String text = file.text();
    int at = 0;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      int next = at + Character.charCount(point);
      if (!StreamReader.isPrintable(point)) {
        String value = String.format("U+%04X", point);
        diagnostics.error(
            new Location(file, at, next),
            "control character " + value + " is not allowed in YAML",
            value,
            "Remove it, or write it as an escape in double quotes.");
        return null;
      }
      at = next;
    }
    return file;
  }
}
