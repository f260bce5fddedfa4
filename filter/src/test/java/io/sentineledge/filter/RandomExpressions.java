package io.sentineledge.filter;

import io.sentineledge.filter.Expression.And;
import io.sentineledge.filter.Expression.Comparison;
import io.sentineledge.filter.Expression.Exists;
import io.sentineledge.filter.Expression.MacroReference;
import io.sentineledge.filter.Expression.Not;
import io.sentineledge.filter.Expression.Or;
import io.sentineledge.filter.Operand.Call;
import io.sentineledge.filter.Operand.FieldReference;
import io.sentineledge.filter.Operand.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes expressions at random, the same for the same seed, and smaller ones from one that fails.
 */
final class RandomExpressions {
  private static final String[] TEXTS = {
    "proc.name", "proc.aname", "proc.cmdline", "fd.name", "fd.directory", "fd.filename",
    "evt.type", "evt.arg.flags", "evt.arg.path", "evt.res", "user.name", "container.id",
    "fd.nameraw", "fd.l4proto", "fs.path.name"
  };
  private static final String[] NUMBERS = {
    "proc.pid", "proc.ppid", "evt.rawres", "fd.num", "user.uid", "proc.apid", "proc.duration"
  };
  private static final String[] PORTS = {"fd.port", "fd.sport", "fd.cport"};
  private static final String[] WORDS = {
    "",
    "cat",
    "bash",
    "sshd",
    "/etc/shadow",
    "/etc",
    "/tmp/link",
    "/tmp",
    "shadow",
    "openat",
    "root",
    "O_CREAT",
    "SUCCESS",
    "tcp",
    "a b",
    "x\"y",
    "back\\slash",
    "tab\t",
    "ü",
    "*",
    "/etc/*",
    "[a-c]at",
    "s?adow",
    "(x)",
    "a,b",
    "val",
    "and",
    "1.5",
    "a.b"
  };
  private static final String[] TYPES = {"openat", "open", "execve", "connect", "unlink"};
  private static final String[] DIGITS = {"-13", "-1", "0", "1", "3", "10", "100", "0x64", "1000"};
  private static final String[] ADDRESSES = {"8.8.8.8", "10.0.0.5", "::1", "2001:db8::1"};
  private static final String[] NETWORKS = {"10.0.0.0/8", "8.8.8.8/32", "0.0.0.0/0", "::/0"};

  private final Random random;

  RandomExpressions(long seed) {
    random = new Random(seed);
  }

  private <T> T one(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** An expression that parses; its fields and values need not fit. */
  Expression anything(int depth) {
    return make(depth, false);
  }

  /** An expression whose fields and values fit. */
  Expression typed(int depth) {
    return make(depth, true);
  }

  private Expression make(int depth, boolean typed) {
    int choice = depth == 0 ? 3 : random.nextInt(6);
    return switch (choice) {
      case 0 -> new And(several(depth, typed), Place.NONE);
      case 1 -> new Or(several(depth, typed), Place.NONE);
      case 2 -> new Not(make(depth - 1, typed), Place.NONE);
      default -> typed ? check() : looseCheck();
    };
  }

  private List<Expression> several(int depth, boolean typed) {
    List<Expression> operands = new ArrayList<>();
    for (int i = random.nextInt(3) + 2; i > 0; i--) {
      operands.add(make(depth - 1, typed));
    }
    return operands;
  }

  private Expression looseCheck() {
    return switch (random.nextInt(8)) {
      case 0 -> new MacroReference(one(new String[] {"note", "android", "m_1"}), Place.NONE);
      case 1 -> new Exists(operand(2), Place.NONE);
      default -> {
        Operator operator = one(Operator.values());
        boolean many =
            operator.kind() == Operator.Kind.LIST
                || (operator.kind() == Operator.Kind.TEXT && random.nextInt(4) == 0);
        Quantifier quantifier =
            many && operator.kind() == Operator.Kind.TEXT ? one(Quantifier.values()) : null;
        List<Operand> right = new ArrayList<>();
        if (quantifier == null && random.nextInt(6) == 0) {
          right.add(operand(1));
        } else if (operator.kind() == Operator.Kind.NUMBER) {
          right.add(literal(one(DIGITS)));
        } else {
          for (int i = many ? random.nextInt(4) : 1; i > 0; i--) {
            right.add(literal(one(WORDS)));
          }
        }
        yield new Comparison(operand(2), operator, quantifier, right, Place.NONE);
      }
    };
  }

  private Operand operand(int depth) {
    if (depth > 0 && random.nextInt(4) == 0) {
      List<Operand> arguments = new ArrayList<>();
      for (int i = random.nextInt(3) + 1; i > 0; i--) {
        arguments.add(random.nextInt(3) == 0 ? literal(one(WORDS)) : operand(depth - 1));
      }
      String selector = random.nextInt(3) == 0 ? "p" : null;
      return new Call(one(Transformer.values()), arguments, selector, Place.NONE);
    }
    String argument = random.nextInt(4) == 0 ? one(new String[] {"2", "NAME", "a b", "]"}) : null;
    return field(one(TEXTS), argument);
  }

  private static FieldReference field(String name, @Nullable String argument) {
    return new FieldReference(name, argument, Place.NONE);
  }

  private static Literal literal(String text) {
    return new Literal(text, Place.NONE);
  }

  private Expression check() {
    return switch (random.nextInt(8)) {
      case 0 -> new Exists(field(one(TEXTS), null), Place.NONE);
      case 1 -> numbers(field(one(NUMBERS), null), DIGITS);
      case 2 -> numbers(field(one(PORTS), null), new String[] {"53", "40000", "ssh", "0"});
      case 3 -> equality(one(new String[] {"fd.ip", "fd.sip", "fd.cip"}), ADDRESSES);
      case 4 -> equality(one(new String[] {"fd.net", "fd.snet"}), NETWORKS);
      default -> texts();
    };
  }

  private Expression texts() {
    String name = one(TEXTS);
    Operand left = field(name, null);
    if (!name.equals("evt.type") && random.nextInt(6) == 0) {
      Transformer transformer =
          one(new Transformer[] {Transformer.TOLOWER, Transformer.TOUPPER, Transformer.BASENAME});
      left = new Call(transformer, List.of(left), null, Place.NONE);
    }
    Operator[] operators = {
      Operator.EQUAL,
      Operator.NOT_EQUAL,
      Operator.CONTAINS,
      Operator.ICONTAINS,
      Operator.STARTSWITH,
      Operator.ENDSWITH,
      Operator.GLOB,
      Operator.IGLOB,
      Operator.IN,
      Operator.INTERSECTS,
      Operator.PMATCH
    };
    Operator operator = one(operators);
    Operator[] withField = {
      Operator.EQUAL, Operator.NOT_EQUAL, Operator.CONTAINS, Operator.STARTSWITH
    };
    if (random.nextInt(8) == 0) {
      Operand right = field(one(new String[] {"proc.name", "fd.name", "user.name"}), null);
      return new Comparison(left, one(withField), null, List.of(right), Place.NONE);
    }
    boolean list = operator.kind() == Operator.Kind.LIST;
    Quantifier quantifier = !list && random.nextInt(4) == 0 ? one(Quantifier.values()) : null;
    return compare(left, operator, quantifier, name.equals("evt.type") ? TYPES : WORDS);
  }

  private Expression numbers(Operand left, String[] values) {
    Operator[] operators = {
      Operator.EQUAL,
      Operator.NOT_EQUAL,
      Operator.LESS,
      Operator.LESS_OR_EQUAL,
      Operator.GREATER,
      Operator.GREATER_OR_EQUAL,
      Operator.IN
    };
    Operator operator = one(operators);
    boolean equality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
    Quantifier quantifier = equality && random.nextInt(3) == 0 ? one(Quantifier.values()) : null;
    return compare(left, operator, quantifier, values);
  }

  private Expression equality(String name, String[] values) {
    Operator operator = one(new Operator[] {Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN});
    Quantifier quantifier =
        operator != Operator.IN && random.nextInt(3) == 0 ? one(Quantifier.values()) : null;
    return compare(field(name, null), operator, quantifier, values);
  }

  private Expression compare(
      Operand left, Operator operator, @Nullable Quantifier quantifier, String[] values) {
    boolean many = quantifier != null || operator.kind() == Operator.Kind.LIST;
    List<Operand> right = new ArrayList<>();
    for (int i = many ? random.nextInt(4) : 1; i > 0; i--) {
      right.add(literal(one(values)));
    }
    return new Comparison(left, operator, quantifier, right, Place.NONE);
  }

  /** Expressions that are a little smaller, the smallest first. */
  static List<Expression> smaller(Expression expression) {
    List<Expression> all = new ArrayList<>();
    switch (expression) {
      case And and -> {
        all.addAll(and.operands());
        without(and.operands()).forEach(rest -> all.add(new And(rest, Place.NONE)));
      }
      case Or or -> {
        all.addAll(or.operands());
        without(or.operands()).forEach(rest -> all.add(new Or(rest, Place.NONE)));
      }
      case Not not -> {
        all.add(not.operand());
        smaller(not.operand()).forEach(inner -> all.add(new Not(inner, Place.NONE)));
      }
      case Comparison comparison -> {
        for (int i = 0; comparison.right().size() > 1 && i < comparison.right().size(); i++) {
          List<Operand> rest = new ArrayList<>(comparison.right());
          rest.remove(i);
          all.add(
              new Comparison(
                  comparison.left(),
                  comparison.operator(),
                  comparison.quantifier(),
                  rest,
                  Place.NONE));
        }
      }
      case Exists exists -> {}
      case MacroReference macro -> {}
    }
    return all;
  }

  /** The operands with one left out or made smaller, at least two. */
  private static List<List<Expression>> without(List<Expression> operands) {
    List<List<Expression>> all = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      List<Expression> rest = new ArrayList<>(operands);
      rest.remove(i);
      if (rest.size() > 1) {
        all.add(rest);
      }
      for (Expression inner : smaller(operands.get(i))) {
        List<Expression> changed = new ArrayList<>(operands);
        changed.set(i, inner);
        all.add(changed);
      }
    }
    return all;
  }
}
