package io.sentineledge.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.filter.ListSubstitution.NamedList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists as text, macros as trees. */
class SubstitutionTest {
  private static final List<NamedList> LISTS =
      List.of(
          new NamedList("shells", List.of("bash", "zsh")),
          new NamedList("blanks", List.of("a b", "'c d'", "\"e f\"")),
          new NamedList("none", List.of()),
          new NamedList("sh", List.of("x")));

  private static ListSubstitution.Result substitute(String text) throws ConditionException {
    return ListSubstitution.substitute(text, LISTS, Place.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a in (shells)|a in ( bash, zsh )",
        "a in (shells, dash)|a in ( bash, zsh , dash)",
        "a in (dash,shells,shells)|a in (dash, bash, zsh , bash, zsh )",
        "a in shells|`a in bash, zsh `",
        "a=shells|`a= bash, zsh `",
        "a in (shells2, my_shells, shells.x)|a in (shells2, my_shells, shells.x)",
        "a in (blanks)|a in ( \"a b\", 'c d', \"e f\" )",
        "a in (none)|a in (  )",
        "a in (none, x)|a in (   x)",
        "a in (x, none)|a in (x  )",
        "a in (x, none, y)|a in (x  , y)",
        "a in (sh)|a in ( x )",
      })
  void listsAreReplacedBetweenDelimiters(String text, String expected) throws ConditionException {
    assertEquals(expected, substitute(text).text());
  }

  @Test
  void offsetsLeadBackToTheText() throws ConditionException {
    ListSubstitution.Result result = substitute("a in (shells) and b");
    assertEquals(Set.of("shells"), result.used());
    assertEquals(0, result.originalOffset(0));
    assertEquals(6, result.originalOffset(result.text().indexOf("zsh")));
    assertEquals(18, result.originalOffset(result.text().indexOf(" b", 15) + 1));
    assertEquals(19, result.originalOffset(result.text().length()));
  }

  @Test
  void listsThatMultiplyAreStopped() {
    List<NamedList> lists = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lists.add(new NamedList("l" + i, List.of("l" + (i + 1), "l" + (i + 1))));
    }
    ConditionException e =
        assertThrows(
            ConditionException.class,
            () -> ListSubstitution.substitute("a in (l0)", lists, Place.NONE));
    assertTrue(e.getMessage().contains("longer than"), e.getMessage());
  }

  @Test
  void macrosAreReplacedAndShared() throws ConditionException {
    Expression m = ConditionParser.parse("evt.type = open", "m");
    Set<String> used = new HashSet<>();
    Expression expanded =
        MacroExpander.expand(
            ConditionParser.parse("m and not (m or proc.pid = 1)", "rule"), Map.of("m", m), used);
    assertEquals(
        "evt.type = open and (not (evt.type = open or proc.pid = 1))",
        ConditionPrinter.print(expanded));
    assertEquals(Set.of("m"), used);
  }

  @Test
  void unknownMacroIsRefusedWithASuggestion() throws ConditionException {
    Expression rule = ConditionParser.parse("proc.pid = 1 and opn_read", "rule");
    Map<String, Expression> macros = Map.of("open_read", ConditionParser.parse("x.y = 1", "m"));
    ConditionException e =
        assertThrows(
            ConditionException.class, () -> MacroExpander.expand(rule, macros, new HashSet<>()));
    assertEquals(17, e.place().offset());
    assertEquals("Did you mean open_read?", e.suggestion());
  }

  @Test
  void macrosThatMultiplyAreStopped() throws ConditionException {
    Map<String, Expression> macros = new HashMap<>();
    macros.put("m0", ConditionParser.parse("proc.pid = 1", "m"));
    ConditionException stopped = null;
    for (int i = 1; i < 64 && stopped == null; i++) {
      String text = "m" + (i - 1) + " or not m" + (i - 1);
      try {
        macros.put(
            "m" + i,
            MacroExpander.expand(ConditionParser.parse(text, "m"), macros, new HashSet<>()));
      } catch (ConditionException e) {
        stopped = e;
      }
    }
    assertTrue(stopped != null && stopped.getMessage().contains("too large"));
  }
}
