package io.sentineledge.rules;

import io.sentineledge.filter.ListSubstitution.NamedList;
import io.sentineledge.rules.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/** Replaces the names of lists among the items of other lists by those lists' items. */
final class ListResolver {
  /** Items of all lists together, after replacement. */
  static final int MAX_ITEMS = 2_000_000;

  private final Definitions definitions;
  private final Diagnostics diagnostics;
  private final Map<String, List<String>> resolved = new HashMap<>();
  private final SequencedSet<String> path = new LinkedHashSet<>();
  private int items;

  ListResolver(Definitions definitions, Diagnostics diagnostics) {
    this.definitions = definitions;
    this.diagnostics = diagnostics;
  }

  /** All lists in the order of their definition; those that cannot be resolved are broken. */
  List<NamedList> resolve() {
    List<NamedList> lists = new ArrayList<>();
    for (ListDefinition list : definitions.lists.values()) {
      lists.add(new NamedList(list.name.value(), items(list)));
    }
    return lists;
  }

  private List<String> items(ListDefinition list) {
    List<String> known = resolved.get(list.name.value());
    if (known != null) {
      return known;
    }
    path.add(list.name.value());
    List<String> all = new ArrayList<>();
    for (Scalar item : list.items) {
      ListDefinition nested = definitions.lists.get(item.value());
      if (nested == null || nested.index >= list.visibility) {
        add(list, item, all, List.of(item.value()));
      } else if (path.contains(item.value())) {
        broken(list, item, "list '" + item.value() + "' contains itself", "Remove this item.");
      } else if (path.size() == MacroResolver.MAX_DEPTH) {
        broken(list, item, "lists are nested too deeply", "Write the items out.");
      } else {
        nested.used = true;
        add(list, item, all, items(nested));
        list.broken |= nested.broken;
      }
    }
    path.remove(list.name.value());
    resolved.put(list.name.value(), all);
    return all;
  }

  private void add(ListDefinition list, Scalar item, List<String> all, List<String> more) {
    if (items > MAX_ITEMS) {
      list.broken = true;
      return;
    }
    items += more.size();
    if (items > MAX_ITEMS) {
      broken(list, item, "lists hold more than " + MAX_ITEMS + " items", "Nest lists less.");
    } else {
      all.addAll(more);
    }
  }

  private void broken(ListDefinition list, Scalar item, String message, String suggestion) {
    list.broken = true;
    diagnostics.error(item.location(), message, item.value(), suggestion);
  }
}
