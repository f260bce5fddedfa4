package io.sentineledge.rules.sigma;

import io.sentineledge.filter.IpParser;
import io.sentineledge.rules.Location;
import io.sentineledge.rules.YamlNode;
import io.sentineledge.rules.YamlNode.Scalar;
import io.sentineledge.rules.sigma.FieldKey.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Applies the modifiers of a key to its values, in the order in which they are written. */
final class Modifiers {
  /** Values that one value may become, by windash or placeholders. */
  static final int MAX_VARIANTS = 1_000;

  /** Characters of a value. */
  static final int MAX_LENGTH = 1 << 16;

  private static final int MAX_BITS = 128;

  private final Findings findings;
  private final Placeholders placeholders;

  Modifiers(Findings findings, Placeholders placeholders) {
    this.findings = findings;
    this.placeholders = placeholders;
  }

  /** The values as they are to be compared; null if something is wrong, which is reported. */
  @Nullable List<Value> apply(FieldKey key, List<YamlNode> nodes) {
    if (!checkOrder(key)) {
      return null;
    }
    List<Value> values = new ArrayList<>();
    boolean valid = true;
    for (YamlNode node : nodes) {
      List<Value> made = apply(key, node);
      valid &= made != null;
      if (made != null) {
        values.addAll(made);
      }
    }
    return valid ? values : null;
  }

  private boolean checkOrder(FieldKey key) {
    List<Modifier> before = new ArrayList<>();
    for (Use use : key.modifiers()) {
      Modifier modifier = use.modifier();
      if (modifier.isTime()) {
        findings.unsupported(
            use.location(), "modifier '" + modifier.symbol() + "' needs a field that is a time");
        return false;
      }
      String problem = problem(modifier, before, key);
      if (problem != null) {
        findings.error(
            use.location(),
            "modifier '" + modifier.symbol() + "' " + problem,
            modifier.symbol(),
            null);
        return false;
      }
      before.add(modifier);
    }
    return true;
  }

  private static @Nullable String problem(Modifier modifier, List<Modifier> before, FieldKey key) {
    if (before.contains(modifier)) {
      return "is given twice";
    }
    if (modifier.isFirst() && !before.isEmpty()) {
      return "must stand directly behind the field";
    }
    if (modifier == Modifier.FIELDREF && before.stream().anyMatch(Modifier::isPlace)) {
      return "must stand before '" + before.getLast().symbol() + "'";
    }
    return modifier == Modifier.EXISTS && key.field().isEmpty() ? "needs a field" : null;
  }

  private @Nullable List<Value> apply(FieldKey key, YamlNode node) {
    if (!(node instanceof Scalar scalar)) {
      findings.error(
          node.location(),
          "a value must be text or a number, not " + node.kind(),
          null,
          "Write one value, or a list of them.");
      return null;
    }
    if (scalar.value().length() > MAX_LENGTH) {
      findings.error(
          scalar.location(), "a value is longer than " + MAX_LENGTH + " characters", null, null);
      return null;
    }
    List<Value> values = List.of(first(key, scalar));
    for (Use use : key.modifiers()) {
      List<Value> next = new ArrayList<>();
      for (Value value : values) {
        List<Value> made = apply(use, value, scalar);
        if (made == null) {
          return null;
        }
        next.addAll(made);
        if (next.size() > MAX_VARIANTS) {
          findings.error(
              use.location(),
              "modifier '"
                  + use.modifier().symbol()
                  + "' makes more than "
                  + MAX_VARIANTS
                  + " values of one",
              scalar.value(),
              "Write the values that you need.");
          return null;
        }
      }
      values = next;
    }
    return values;
  }

  private static Value first(FieldKey key, Scalar scalar) {
    if (scalar.isNull()) {
      return new Value.Null(scalar.location());
    }
    Pattern pattern =
        key.has(Modifier.RE) ? Pattern.literal(scalar.value()) : Pattern.parse(scalar.value());
    return new Value.Str(pattern, false, scalar.location());
  }

  private @Nullable List<Value> apply(Use use, Value value, Scalar scalar) {
    Modifier modifier = use.modifier();
    Location at = value.location();
    return switch (modifier) {
      case ALL, NEQ -> List.of(value);
      case CONTAINS -> widened(use, value, true, true);
      case STARTSWITH -> widened(use, value, false, true);
      case ENDSWITH -> widened(use, value, true, false);
      case I, M, S ->
          value instanceof Value.Regex r
              ? List.of(
                  new Value.Regex(
                      r.expression(), r.flags() + modifier.symbol(), r.fromStart(), r.toEnd(), at))
              : refuse(use, value, "a regular expression: write 're' before it");
      case EXISTS -> existence(use, scalar);
      case LT, LTE, GT, GTE -> bound(use, value, scalar);
      default ->
          value instanceof Value.Str text
              ? ofText(use, text, scalar)
              : refuse(use, value, "a text");
    };
  }

  private @Nullable List<Value> ofText(Use use, Value.Str text, Scalar scalar) {
    Location at = text.location();
    Pattern pattern = text.pattern();
    return switch (use.modifier()) {
      case CASED -> List.of(new Value.Str(pattern, true, at));
      case WINDASH -> texts(text, Variants.ofDashes(pattern, MAX_VARIANTS + 1));
      case BASE64 -> encoded(use, text, false);
      case BASE64OFFSET -> encoded(use, text, true);
      case UTF16LE, WIDE -> texts(text, List.of(Encodings.utf16(pattern, false, false)));
      case UTF16BE -> texts(text, List.of(Encodings.utf16(pattern, true, false)));
      case UTF16 -> texts(text, List.of(Encodings.utf16(pattern, false, true)));
      case EXPAND -> {
        List<Pattern> expanded = placeholders.expand(pattern, MAX_VARIANTS + 1, at, findings);
        yield expanded == null ? null : texts(text, expanded);
      }
      case RE -> List.of(new Value.Regex(scalar.value(), "", false, false, at));
      case CIDR -> network(scalar);
      case FIELDREF ->
          pattern.hasWildcards()
              ? refuse(use, text, "a field's name without wildcards")
              : List.of(new Value.Reference(scalar.value(), false, false, at));
      default -> throw new IllegalStateException("not a modifier of texts, modifier=" + use);
    };
  }

  private static List<Value> texts(Value.Str like, List<Pattern> patterns) {
    List<Value> values = new ArrayList<>();
    patterns.forEach(p -> values.add(new Value.Str(p, like.cased(), like.location())));
    return values;
  }

  private @Nullable List<Value> encoded(Use use, Value.Str text, boolean offsets) {
    if (text.pattern().hasWildcards()) {
      return refuse(use, text, "a text without wildcards");
    }
    byte[] bytes = text.pattern().bytes();
    return texts(text, offsets ? Encodings.base64Offsets(bytes) : List.of(Encodings.base64(bytes)));
  }

  private @Nullable List<Value> widened(Use use, Value value, boolean before, boolean behind) {
    return switch (value) {
      case Value.Str text -> texts(text, List.of(text.pattern().widened(before, behind)));
      case Value.Regex r ->
          List.of(new Value.Regex(r.expression(), r.flags(), !before, !behind, r.location()));
      case Value.Reference r ->
          List.of(new Value.Reference(r.field(), before, behind, r.location()));
      default -> refuse(use, value, "a text, a regular expression or a field");
    };
  }

  private @Nullable List<Value> existence(Use use, Scalar scalar) {
    return switch (scalar.value().toLowerCase(Locale.ROOT)) {
      case "true", "yes" -> List.of(new Value.Existence(true, scalar.location()));
      case "false", "no" -> List.of(new Value.Existence(false, scalar.location()));
      default -> refuse(use, new Value.Null(scalar.location()), "true or false");
    };
  }

  private @Nullable List<Value> bound(Use use, Value value, Scalar scalar) {
    Long number = Numbers.parse(scalar.value());
    return value instanceof Value.Str && number != null
        ? List.of(new Value.Bound(use.modifier(), number, value.location()))
        : refuse(use, value, "a whole number");
  }

  private @Nullable List<Value> network(Scalar scalar) {
    String text = scalar.value();
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    int most = address.indexOf(':') < 0 ? 32 : MAX_BITS;
    Long bits = slash < 0 ? Long.valueOf(most) : Numbers.parse(text.substring(slash + 1));
    if (IpParser.parse(address) == null || bits == null || bits < 0 || bits > most) {
      findings.error(
          scalar.location(),
          "'" + text + "' is not a network in CIDR notation",
          text,
          "Write it as 10.0.0.0/8 or fe80::/10.");
      return null;
    }
    return List.of(new Value.Network(address + "/" + bits, scalar.location()));
  }

  /** Reports that a modifier cannot be applied. */
  private @Nullable List<Value> refuse(Use use, Value value, String needed) {
    Location at = value.location();
    String written = at.file().text().substring(at.start(), at.end());
    findings.error(
        at,
        "modifier '" + use.modifier().symbol() + "' needs " + needed + ", not " + written,
        written,
        null);
    return null;
  }
}
