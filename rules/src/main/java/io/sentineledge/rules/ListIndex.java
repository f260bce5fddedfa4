package io.sentineledge.rules;

import io.sentineledge.filter.ListSubstitution.NamedList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * Finds the lists that a condition names, directly or through what a list puts into it, so that
 * conditions are not searched for all lists there are.
 */
final class ListIndex {
  private static final String DELIMITERS = " \t\n\r(),=";

  private final List<NamedList> lists;
  private final Map<String, Integer> byName = new HashMap<>();

  /** The lists that the items of a list name, by the list's place. */
  private final List<BitSet> named = new ArrayList<>();

  ListIndex(List<NamedList> lists) {
    this.lists = lists;
    for (int i = 0; i < lists.size(); i++) {
      byName.put(lists.get(i).name(), i);
      named.add(new BitSet());
    }
    for (int i = 0; i < lists.size(); i++) {
      for (String item : lists.get(i).items()) {
        collect(item, named.get(i));
      }
    }
  }

  private void collect(String text, BitSet to) {
    StringTokenizer words = new StringTokenizer(text, DELIMITERS);
    while (words.hasMoreTokens()) {
      Integer list = byName.get(words.nextToken());
      if (list != null) {
        to.set(list);
      }
    }
  }

  /** The lists that may be replaced in a text, in the order of their definition. */
  List<NamedList> named(String text) {
    BitSet found = new BitSet();
    collect(text, found);
    Deque<Integer> open = new ArrayDeque<>();
    found.stream().forEach(open::add);
    while (!open.isEmpty()) {
      BitSet more = (BitSet) named.get(open.remove()).clone();
      more.andNot(found);
      found.or(more);
      more.stream().forEach(open::add);
    }
    return found.stream().mapToObj(lists::get).toList();
  }
}
