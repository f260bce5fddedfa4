package io.sentineledge.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionParserTest {
  private static String reprinted(String text) throws ConditionException {
    Expression expression = ConditionParser.parse(text, "test");
    String printed = ConditionPrinter.print(expression);
    assertEquals(expression, ConditionParser.parse(printed, "again"));
    return printed;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a.b=c|a.b = c",
        "a.b == c|a.b = c",
        "  a.b!=c  |a.b != c",
        "a.b = \"\"|a.b = \"\"",
        "a.b='x y'|a.b = \"x y\"",
        "a.b = \"\\t\\\"\\\\\"|a.b = \"\\t\\\"\\\\\"",
        "a.b = '\\''|a.b = \"'\"",
        "a.b >= -1|a.b >= -1",
        "a.b<0x1F|a.b < 0x1F",
        "a.b exists|a.b exists",
        "not a.b exists|not a.b exists",
        "not not a.b exists|a.b exists",
        "not (not m)|not (not m)",
        "not(m)|not m",
        "m or n and o|m or (n and o)",
        "(m or n) and o|(m or n) and o",
        "m and(n or o)or p|(m and (n or o)) or p",
        "not m and n|(not m) and n",
        "(m and n) and o|(m and n) and o",
        "a.b in (x, \"y z\",w)|a.b in (x, \"y z\", w)",
        "a.b in(x)|a.b in (x)",
        "a.b in ()|a.b in ()",
        "a.b in name|a.b in (name)",
        "a.b intersects (x)|a.b intersects (x)",
        "a.b pmatch (/etc, /usr/*)|a.b pmatch (/etc, /usr/*)",
        "a.b[2] = x|a.b[2] = x",
        "a.b[\"x ]\"] = x|a.b[\"x ]\"] = x",
        "a.b.c_d.e1 = x|a.b.c_d.e1 = x",
        "a.b = val(c.d[1])|a.b = val(c.d[1])",
        "tolower(a.b) = tolower(c.d)|tolower(a.b) = tolower(c.d)",
        "concat(a.b, \":\", c.d) in (\"x:y\")|concat(a.b, :, c.d) in (x:y)",
        "getopt(a.b, \"nt:\")[t] = x|getopt(a.b, nt:)[t] = x",
        "a.b startswith anyof (/x, /y)|a.b startswith anyof (/x, /y)",
        "a.b = oneof(x)|a.b = oneof (x)",
        "a.b = oneof|a.b = oneof",
        "a.b contains allof ()|a.b contains allof ()",
        "a.b glob */x|a.b glob */x",
        "note and android or orange|(note and android) or orange",
        "a.b = or.x and m|a.b = \"or.x\" and m",
      })
  void reads(String text, String printed) throws ConditionException {
    assertEquals(printed, reprinted(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|0|the condition is empty",
        "`   `|3|the condition is empty",
        "and|0|expected a field, a macro or '(', found 'and'",
        "m and|5|expected a blank or '(' after 'and', found the end",
        "m and and n|6|expected a field, a macro or '(', found 'and'",
        "m n|2|expected 'and', 'or' or the end of the condition, found 'n'",
        "(m|2|expected ')', found the end",
        "m)|1|expected 'and', 'or' or the end of the condition, found ')'",
        "a.b|3|expected an operator, found the end",
        "a.b like x|4|expected an operator, found 'like'",
        "a.b =|5|expected a value, found the end",
        "a.b contains\"x\"|12|expected a blank after 'contains', found '\"'",
        "a.b > x|6|expected a number, found 'x'",
        "a.b in x,y|8|expected 'and', 'or' or the end of the condition, found ','",
        "a.b in (x y)|10|expected ',' or ')', found 'y'",
        "a.b in (x,)|10|expected a value, found ')'",
        "a.b = \"x|6|a quoted text is not closed",
        "a.b = \"a\\q\"|8|unknown escape \\q in a quoted text",
        "a.b[] = x|4|expected an argument in the brackets, found ']'",
        "a.b = val(x)|10|expected a field, found 'x'",
        "tolower(a.b = x|12|expected ')', found '='",
        "lower(a.b) = x|0|unknown transformer 'lower'",
      })
  void refuses(String text, int offset, String message) {
    ConditionException e =
        assertThrows(ConditionException.class, () -> ConditionParser.parse(text, "test"));
    assertEquals(message, e.getMessage());
    assertEquals(offset, e.place().offset());
    assertEquals("test", e.place().origin());
  }

  @Test
  void placesSpanTheText() throws ConditionException {
    Expression.And and = (Expression.And) ConditionParser.parse(" m and not a.b = x ", "test");
    Place place = and.operands().get(1).place();
    assertEquals(7, place.offset());
    assertEquals("not a.b = x".length(), place.length());
  }

  @Test
  void depthIsLimited() {
    for (String open : new String[] {"(", "not(", "(m or ", "tolower("}) {
      ConditionException e =
          assertThrows(
              ConditionException.class,
              () -> ConditionParser.parse(open.repeat(100_000) + "m", "test"));
      assertTrue(e.getMessage().contains("nested more than"), e.getMessage());
    }
    assertThrows(
        ConditionException.class, () -> ConditionParser.parse("not ".repeat(100_000), "test"));
  }
}
