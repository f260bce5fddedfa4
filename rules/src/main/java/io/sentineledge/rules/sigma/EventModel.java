package io.sentineledge.rules.sigma;

import io.sentineledge.filter.Expression;
import java.util.List;
import java.util.Map;

/**
 * What the events of a log source are here.
 *
 * @param events those events
 * @param fields by their names in rules
 * @param keywords what is searched for values without a field
 * @param printed fields of the condition language to print, by names in rules
 * @param shown names of the fields that an alert's text shows
 */
record EventModel(
    Expression events,
    Map<String, Target> fields,
    List<Target> keywords,
    Map<String, String> printed,
    List<String> shown) {}
