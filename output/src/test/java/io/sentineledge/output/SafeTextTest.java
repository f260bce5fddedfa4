package io.sentineledge.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.Text;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTextTest {
  @ParameterizedTest
  @CsvSource({
    "1b, \\x1b",
    "0a, \\n",
    "0d, \\r",
    "09, \\t",
    "00, \\x00",
    "07, \\x07",
    "7f, \\x7f",
    "85, \\u0085",
    "9b, \\u009b",
    "ad, \\u00ad",
    "a0, \\u00a0",
    "200b, \\u200b",
    "202e, \\u202e",
    "2028, \\u2028",
    "2066, \\u2066",
    "3164, \\u3164",
    "d800, \\ud800",
    "dfff, \\udfff",
    "feff, \\ufeff",
    "ffff, \\uffff",
    "e0041, \\U000e0041",
    "e0100, \\U000e0100",
    "10ffff, \\U0010ffff",
  })
  void escapesWhatDeceives(String codePoint, String escape) {
    String text = "a" + Character.toString(Integer.parseInt(codePoint, 16)) + "b";
    assertEquals("a" + escape + "b", SafeText.of(text));
  }

  @ParameterizedTest
  @CsvSource({"/etc/shadow", "grüße.txt", "日本語", "a\\x2db", "e\u0301", "\ud83d\ude00", "''"})
  void keepsWhatIsReadable(String text) {
    assertEquals(text, SafeText.of(text));
  }

  @Test
  void plainTextIsNotCopied() {
    String text = "cat opened /etc/shadow";
    assertSame(text, SafeText.of(text));
  }

  @Test
  void aTerminalsCommandsAreSpelledOut() {
    String title = "\u001b]0;pwned\u0007\u001b[2J\u001b[31mred\u009b0m\r\nfake alert";
    assertEquals(
        "\\x1b]0;pwned\\x07\\x1b[2J\\x1b[31mred\\u009b0m\\r\\nfake alert", SafeText.of(title));
  }

  @Test
  void fourKibibytesOfEscapesAreWhole() {
    String safe = SafeText.of("\u001b".repeat(4096));
    assertEquals("\\x1b".repeat(4096), safe);
  }

  @Test
  void whatIsCutSaysHowMuchIsMissing() {
    assertEquals("\\x1b\\x…(4 more)", SafeText.cut("\u001b\u001bab", 6));
    assertEquals("abc", SafeText.cut("abc", 3));
    assertEquals("a…(2 more)", SafeText.cut("a\ud83d\ude00", 2));
  }

  @Test
  void invalidUtf8IsShownByteByByte() {
    byte[] name = {'a', (byte) 0xff, (byte) 0xc0, (byte) 0xaf, (byte) 0xe2, (byte) 0x82, 'z'};
    assertEquals("a\\xff\\xc0\\xaf\\xe2\\x82z", SafeText.of(Text.of(name).toString()));
  }

  @Test
  void noBytesReachTheReaderRaw() {
    long seed = 20_260_101;
    Random random = new Random(seed);
    for (int round = 0; round < 5_000; round++) {
      byte[] name = new byte[random.nextInt(300)];
      random.nextBytes(name);
      check(SafeText.of(Text.of(name).toString()), "seed=" + seed + " round=" + round);
      StringBuilder characters = new StringBuilder();
      for (int i = 0; i < 100; i++) {
        characters.append((char) random.nextInt(0x10000));
      }
      check(SafeText.of(characters.toString()), "seed=" + seed + " round=" + round);
    }
  }

  private static void check(String safe, String which) {
    byte[] bytes = safe.getBytes(StandardCharsets.UTF_8);
    assertEquals(safe, new String(bytes, StandardCharsets.UTF_8), which);
    assertTrue(safe.codePoints().allMatch(SafeText::isHarmless), which);
    for (byte b : bytes) {
      assertTrue(b < 0 || (b >= 0x20 && b < 0x7f), which);
    }
  }
}
