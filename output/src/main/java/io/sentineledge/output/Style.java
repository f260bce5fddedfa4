package io.sentineledge.output;

/** Text attributes of a terminal (ECMA-48, SGR). */
public enum Style {
  BOLD("1"),
  DIM("2"),
  RED("31"),
  GREEN("32"),
  YELLOW("33"),
  BLUE("34"),
  CYAN("36"),
  BOLD_RED("1;31"),
  ALARM("1;97;41");

  private final String begin;

  Style(String code) {
    begin = "\u001b[" + code + "m";
  }

  /** The text in this style, or as it is where there are no colours. The text must be safe. */
  public String apply(boolean colour, String text) {
    return colour ? begin + text + "\u001b[0m" : text;
  }
}
