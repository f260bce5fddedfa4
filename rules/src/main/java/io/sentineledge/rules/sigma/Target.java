package io.sentineledge.rules.sigma;

import io.sentineledge.filter.Expression;
import io.sentineledge.filter.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a field of a Sigma rule is here. */
sealed interface Target {
  /**
   * A text.
   *
   * @param including fields of which one must fit
   * @param excluding the same where the comparison is negated: those that cannot be chosen freely
   *     by who starts a program
   * @param file whether they are names of files, of which an exact one is also known by its inode
   */
  record Text(List<Operand> including, List<Operand> excluding, boolean file) implements Target {
    static Text of(String... fields) {
      List<Operand> all = Arrays.stream(fields).map(Terms::field).toList();
      return new Text(all, all, false);
    }

    static Text ofFile(String... fields) {
      Text text = of(fields);
      return new Text(text.including, text.excluding, true);
    }

    /** A field, and another that only includes. */
    static Text withAlias(String field, String alias) {
      return new Text(
          List.of(Terms.field(field), Terms.field(alias)), List.of(Terms.field(field)), false);
    }
  }

  /** A number. */
  record Numeric(Operand field) implements Target {
    static Numeric of(String field) {
      return new Numeric(Terms.field(field));
    }
  }

  /**
   * An IP address.
   *
   * @param network the same, to be compared with networks
   */
  record Address(Operand address, Operand network) implements Target {
    static Address of(String address, String network) {
      return new Address(Terms.field(address), Terms.field(network));
    }
  }

  /**
   * One of a few words.
   *
   * @param meanings by the word in small letters
   * @param others why other words do not exist here
   */
  record Choice(Map<String, Expression> meanings, String others) implements Target {}

  /** Something that only some events have: a comparison is false for all others. */
  record Guarded(Target target, Expression guard) implements Target {}

  /** Something that does not exist here. */
  record Unsupported(String reason) implements Target {}
}
