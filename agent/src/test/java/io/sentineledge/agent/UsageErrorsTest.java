package io.sentineledge.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class UsageErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          rulez                    | there is no command 'rulez'. Did you mean rules?
          rules chek               | there is no command 'chek'. Did you mean check?
          config frobnicate        | there is no command 'frobnicate'. There are show.
          rules                    | 'sentinel-edge rules' needs one of these: check, list, explain, test, coverage
          rules list --formt json  | unknown option '--formt'. Did you mean --format?
          replay a.capture --rule=x| unknown option '--rule'. Did you mean --rules?
          --frobnicate             | unknown option '--frobnicate'.
          events evt.type = open   | '=' is one argument too many; what holds blanks must stand in quotes
          """)
  void whatWasMeantIsTold(String arguments, String expected) {
    assertEquals("sentinel-edge: " + expected, said(arguments).lines().findFirst().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          rulez      | Try 'sentinel-edge --help'.
          rules chek | Try 'sentinel-edge rules --help'.
          """)
  void theHelpOfTheCommandIsNamed(String arguments, String expected) {
    assertEquals(expected, said(arguments).lines().skip(1).findFirst().orElseThrow());
  }

  private static String said(String arguments) {
    StringBuilder text = new StringBuilder();
    CommandLine line = Commands.line();
    line.setParameterExceptionHandler((e, all) -> {
      text.append(UsageErrors.text(e));
      return 2;
    });
    assertEquals(2, line.execute(arguments.split(" ")));
    return text.toString();
  }
}
