package io.sentineledge.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.event.Text;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TerminalFormatTest {
  private static String format(Terminal terminal, String output) {
    return new String(
        new TerminalFormat(terminal, ZoneOffset.UTC).format(Alerts.alert(output, Map.of())),
        StandardCharsets.UTF_8);
  }

  @Test
  void linesAreAligned() {
    assertEquals(
        """
        12:00:00.123  CRITICAL  Credential file read
                                cat read /etc/shadow
                                mitre_credential_access, T1003.008
        """,
        format(new Terminal(true, false, 80), "cat read /etc/shadow"));
  }

  @Test
  void theRulesNameIsNotRepeated() {
    assertEquals(
        """
        12:00:00.123  CRITICAL  Credential file read
                                (file=/etc/shadow)
                                mitre_credential_access, T1003.008
        """,
        format(new Terminal(true, false, 80), "Credential file read (file=/etc/shadow)"));
  }

  @Test
  void aSigmaRuleSaysWhatElseRaisesIt() {
    byte[] text =
        new TerminalFormat(new Terminal(true, false, 80), ZoneOffset.UTC).format(Alerts.ofSigma());
    assertEquals(
        """
        12:00:00.123  NOTICE    Credential file read
                                Cron file (TargetFilename=/etc/cron.d/x)
                                attack.t1053.003, T1053.003
                                also raised by: Administrators; Package managers
                                https://example.org/cron
        """,
        new String(text, StandardCharsets.UTF_8));
  }

  @Test
  void longOutputIsWrappedAtBlanks() {
    assertEquals(
        """
        12:00:00.123  CRITICAL  Credential file read
                                one two three four five six seven
                                eight nine
                                /a/word/that/is/longer/than/the/whole/line
                                ten
                                mitre_credential_access, T1003.008
        """,
        format(
            new Terminal(true, false, 60),
            "one two three four five six seven eight nine"
                + " /a/word/that/is/longer/than/the/whole/line ten"));
  }

  @Test
  void aTerminalOfUnknownWidthWrapsByItself() {
    assertEquals(3, format(new Terminal(true, false, 0), "word ".repeat(100)).lines().count());
  }

  @Test
  void coloursAreOnlyOurs() {
    String text = format(new Terminal(true, true, 80), "red \u001b[31m");
    assertTrue(text.contains("\u001b[1;31mCRITICAL\u001b[0m"), text);
    assertTrue(text.contains("red \\x1b[31m"), text);
  }

  @Test
  void noBytesOfAProcessReachTheTerminalRaw() {
    long seed = 20_260_103;
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      byte[] name = new byte[random.nextInt(300)];
      random.nextBytes(name);
      String text = Text.of(name).toString();
      String which = "seed=" + seed + " round=" + round;
      format(new Terminal(true, false, 80), text)
          .lines()
          .forEach(line -> assertTrue(line.codePoints().allMatch(SafeText::isHarmless), which));
      byte[] line = new TextFormat().format(Alerts.alert(text, text, Map.of()));
      for (int i = 0; i < line.length - 1; i++) {
        assertFalse(line[i] >= 0 && line[i] < 0x20, which);
      }
      assertEquals('\n', line[line.length - 1]);
    }
  }

  @Test
  void aPipeGetsOneLine() {
    assertEquals(
        "2026-01-31T12:00:00.123456789Z CRITICAL Credential file read: cat\\nread"
            + " [mitre_credential_access, T1003.008]\n",
        new String(
            new TextFormat().format(Alerts.alert("cat\nread", Map.of())), StandardCharsets.UTF_8));
  }
}
