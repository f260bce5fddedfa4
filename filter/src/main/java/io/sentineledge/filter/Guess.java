package io.sentineledge.filter;

import io.sentineledge.event.Text;
import io.sentineledge.filter.Typed.Test;
import io.sentineledge.filter.Typed.Value;
import java.util.Set;

/**
 * What a test of one text costs beyond reading the text, in units of comparing two numbers, and how
 * often it is passed. It decides the order of tests, never their result.
 */
record Guess(double cost, double likely) {
  /** Whether there is a value at all. */
  static final Guess PRESENT = new Guess(0, 0.9);

  private static final double MOST = 0.95;

  /** Fields of which nearly all events have one of a few values. */
  private static final Set<String> FEW_VALUES =
      Set.of(
          "container.id",
          "evt.category",
          "evt.dir",
          "evt.hostname",
          "evt.io_dir",
          "evt.res",
          "evt.type",
          "fd.l4proto",
          "fd.sockfamily",
          "fd.type",
          "fd.typechar",
          "file.type",
          "group.name",
          "proc.sname",
          "user.loginname",
          "user.name");

  /** Fields with the name of a program: however many are listed, most events are of others. */
  private static final Set<String> PROGRAMS =
      Set.of(
          "proc.asked",
          "proc.exe",
          "proc.exepath",
          "proc.name",
          "proc.pexe",
          "proc.pexepath",
          "proc.pname");

  private static final double ONE_PROGRAM = 0.02;
  private static final double MOST_PROGRAMS = 0.3;

  /** Truth values that are seldom true. */
  private static final Set<String> SELDOM =
      Set.of(
          "evt.is_open_create",
          "evt.is_open_exec",
          "evt.is_open_write",
          "proc.is_exe_from_memfd",
          "proc.is_exe_unlinked",
          "proc.is_exe_upper_layer",
          "file.is_upper_layer");

  /** What nearly all events have the value of that rules ask for: calls succeed. */
  private static final Set<String> USUAL = Set.of("evt.is_open_read", "evt.rawres");

  /** How often a test of a number is passed. */
  static double ofNumber(Value operand, Operator operator) {
    if (operand instanceof Value.OfField field && operator == Operator.EQUAL) {
      String name = field.use().field().name();
      if (SELDOM.contains(name)) {
        return 0.04;
      }
      if (USUAL.contains(name)) {
        return 0.9;
      }
    }
    return switch (operator) {
      case EQUAL -> 0.3;
      case NOT_EQUAL -> 0.7;
      case IN, INTERSECTS -> 0.2;
      case GREATER, GREATER_OR_EQUAL -> 0.8;
      default -> 0.5;
    };
  }

  /** How often a flag is set. */
  static double ofFlag(Text name) {
    return switch (name.toString()) {
      case "O_CREAT", "O_TRUNC", "O_APPEND", "O_EXCL", "O_TMPFILE" -> 0.04;
      case "S_ISUID", "S_ISGID", "S_ISVTX" -> 0.005;
      default -> 0.2;
    };
  }

  /** The guess for a test of an operand. */
  static Guess of(Value operand, Test.Texts test) {
    boolean few =
        operand instanceof Value.OfField field && FEW_VALUES.contains(field.use().field().name());
    double likely = test.quantifier() == Quantifier.ALLOF ? 1 : 0;
    boolean program = isProgram(operand) && isName(test.operator());
    for (Text value : test.values()) {
      double one = few ? 0.6 : likely(test.operator(), value);
      one = program ? Math.min(ONE_PROGRAM, one) : one;
      likely = test.quantifier() == Quantifier.ALLOF ? likely * one : likely + one;
    }
    likely = program ? Math.min(MOST_PROGRAMS, likely) : likely;
    double cost =
        test.quantifier() == null
            ? cost(test.operator())
            : (1 + cost(test.operator())) * test.values().size();
    boolean differs = test.operator() == Operator.NOT_EQUAL;
    return new Guess(cost, Math.min(MOST, differs ? 1 - likely : likely));
  }

  /** Whether values are names, rather than parts of them. */
  private static boolean isName(Operator operator) {
    return switch (operator) {
      case EQUAL, NOT_EQUAL, IN, INTERSECTS, ENDSWITH -> true;
      default -> false;
    };
  }

  private static boolean isProgram(Value operand) {
    return switch (operand) {
      case Value.OfField field -> PROGRAMS.contains(field.use().field().name());
      case Value.OfCall call -> isProgram(call.arguments().getFirst());
      default -> false;
    };
  }

  /** The guess for a test with a value that is not known yet. */
  static Guess of(Operator operator) {
    return new Guess(cost(operator), operator == Operator.NOT_EQUAL ? 0.9 : 0.1);
  }

  private static double cost(Operator operator) {
    return switch (operator) {
      case EQUAL, NOT_EQUAL, STARTSWITH, BSTARTSWITH, ENDSWITH -> 0;
      case IN, INTERSECTS, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> 1;
      case CONTAINS, ICONTAINS, BCONTAINS -> 8;
      case GLOB, IGLOB, PMATCH -> 12;
      case REGEX -> 500;
    };
  }

  /** The longer a value, the fewer texts have it. */
  private static double likely(Operator operator, Text value) {
    int length = value.length();
    return switch (operator) {
      case EQUAL, NOT_EQUAL, IN, INTERSECTS -> Math.max(0.005, 0.6 * Math.pow(0.5, length - 1));
      case STARTSWITH, BSTARTSWITH, PMATCH -> Math.max(0.005, 0.9 * Math.pow(0.8, length));
      case ENDSWITH, CONTAINS, ICONTAINS, BCONTAINS -> Math.max(0.002, 0.6 * Math.pow(0.6, length));
      case GLOB, IGLOB, REGEX -> 0.05;
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> 0.5;
    };
  }
}
