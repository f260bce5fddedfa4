package io.sentineledge.event;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Decodes bytes that are mostly UTF-8 without losing the others. */
final class Utf8 {
  private static final HexFormat HEX = HexFormat.of();

  private Utf8() {}

  static String decode(byte[] bytes, int offset, int length) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
    // Four characters a byte is the most that the escape of an invalid byte takes.
    CharBuffer out = CharBuffer.allocate(4 * length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (result.isUnderflow()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put("\\x").put(HEX.toHexDigits(in.get()));
      }
    }
  }
}
