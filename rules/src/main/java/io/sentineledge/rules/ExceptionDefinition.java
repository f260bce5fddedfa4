package io.sentineledge.rules;

import io.sentineledge.rules.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exception as a rule's declarations leave it.
 *
 * @param shape fields and comparisons; null in an append that only adds values
 */
record ExceptionDefinition(Scalar name, @Nullable Shape shape, List<Line> values) {
  /**
   * What is compared, and how.
   *
   * @param single whether the field is given as text: its values are then the items of one list
   * @param comparisons as many as there are fields
   */
  record Shape(boolean single, List<Scalar> fields, List<String> comparisons) {}

  /**
   * A value of a field.
   *
   * @param list whether it is given as a sequence
   */
  record Element(boolean list, List<Scalar> items) {}

  /**
   * One combination of values that is excepted.
   *
   * @param list whether it is given as a sequence, with one element a field
   */
  record Line(boolean list, List<Element> elements, Location location) {}

  ExceptionDefinition withValues(List<Line> more) {
    List<Line> all = new ArrayList<>(values);
    all.addAll(more);
    return new ExceptionDefinition(name, shape, all);
  }
}
