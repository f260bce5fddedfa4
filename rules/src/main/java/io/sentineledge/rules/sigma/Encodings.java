package io.sentineledge.rules.sigma;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What texts look like inside of encoded data. */
final class Encodings {
  private Encodings() {}

  /** The bytes in base64, padded. */
  static Pattern base64(byte[] bytes) {
    return Pattern.literal(Base64.getEncoder().encode(bytes));
  }

  /**
   * What is the same wherever the bytes stand in longer data that is encoded: one text for each
   * remainder of their place divided by 3. A character that also depends on neighbours is left out.
   */
  static List<Pattern> base64Offsets(byte[] bytes) {
    List<Pattern> texts = new ArrayList<>();
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + bytes.length];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      byte[] encoded = Base64.getEncoder().withoutPadding().encode(shifted);
      // A character carries 6 bits: those that begin before the first byte, or end behind the last.
      int from = (8 * shift + 5) / 6;
      int end = 8 * shifted.length / 6;
      byte[] text = new byte[Math.max(0, end - from)];
      System.arraycopy(encoded, from, text, 0, text.length);
      texts.add(Pattern.literal(text));
    }
    return texts;
  }

  /** Each stretch between wildcards in UTF-16; the mark of the byte order stands before all. */
  static Pattern utf16(Pattern pattern, boolean bigEndian, boolean mark) {
    Charset charset = bigEndian ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    Pattern encoded = pattern.encoded(charset);
    return mark
        ? encoded.replaced(0, 0, Pattern.literal(new byte[] {(byte) 0xff, (byte) 0xfe}))
        : encoded;
  }
}
