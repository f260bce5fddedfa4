package io.sentineledge.filter.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.PatternSyntaxException;
import io.sentineledge.event.Text;
import org.junit.jupiter.api.Test;

class RegexSizeTest {
  @Test
  void aRepetitionRepeatsWhatStandsBeforeIt() {
    assertEquals(3, RegexSize.of("abc"));
    assertEquals(7, RegexSize.of("abc{5}"));
    assertEquals(5 * 5, RegexSize.of("(abc){5}"));
    assertEquals(9, RegexSize.of("[a\\]{9}]{2,9}"));
    assertEquals(3, RegexSize.of("\\Qa{9\\E"));
    assertEquals(1_000, RegexSize.of("\\{{1000}"));
    assertTrue(RegexSize.of("((a{100}){100}){100}") > 1_000_000);
    assertTrue(
        RegexSize.of("((((((((a{999}){999}){999}){999}){999}){999}){999}){999})") > 1L << 40);
  }

  @Test
  void whatWouldTakeTooMuchIsRefused() {
    for (String large : new String[] {"((a{100}){100}){100}", "(".repeat(201) + ")".repeat(201)}) {
      assertThrows(PatternSyntaxException.class, () -> new Regex(large));
    }
    assertTrue(new Regex("(a{1000}b?)+").matches(Text.of("a".repeat(2_000))));
  }
}
