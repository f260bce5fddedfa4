package io.sentineledge.filter.match;

import io.sentineledge.event.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operator {@code pmatch}: which of a set of paths are the text itself or a directory that
 * contains it, component by component. A component with {@code *}, {@code ?} or {@code [} is a glob
 * within that component.
 */
public final class PathPrefixes implements TextMatcher {
  private final Node root;

  /** Where {@link #matches} finds out whether there is any. */
  private final long[] any = new long[1];

  /** A place in the tree of components, with the numbers of the paths that end there. */
  private static final class Node {
    final int[] numbers;
    final @Nullable ExactTable names;
    final Node[] children;
    final Glob[] globs;
    final Node[] globChildren;

    Node(Draft draft) {
      numbers = PatternTables.array(draft.numbers);
      Map<Text, List<Integer>> indices = new LinkedHashMap<>();
      draft.children.keySet().forEach(name -> indices.put(name, List.of(indices.size())));
      names = indices.isEmpty() ? null : new ExactTable(indices, false);
      children = draft.children.values().stream().map(Node::new).toArray(Node[]::new);
      globs =
          draft.globs.keySet().stream()
              .map(pattern -> Glob.compile(pattern, false))
              .toArray(Glob[]::new);
      globChildren = draft.globs.values().stream().map(Node::new).toArray(Node[]::new);
    }
  }

  /** A node while the tree grows. */
  private static final class Draft {
    final List<Integer> numbers = new ArrayList<>();
    final Map<Text, Draft> children = new LinkedHashMap<>();
    final Map<Text, Draft> globs = new LinkedHashMap<>();

    Draft child(Text component) {
      boolean glob =
          component.indexOf((byte) '*', 0) >= 0
              || component.indexOf((byte) '?', 0) >= 0
              || component.indexOf((byte) '[', 0) >= 0;
      return (glob ? globs : children).computeIfAbsent(component, key -> new Draft());
    }
  }

  /** A test for any of the paths. */
  public PathPrefixes(Collection<Text> paths) {
    this(numbered(paths));
  }

  /** A test that tells paths apart by their numbers. */
  PathPrefixes(Map<Text, List<Integer>> paths) {
    Draft draft = new Draft();
    paths.forEach((path, numbers) -> {
      Draft node = draft;
      int start = 0;
      while (start < path.length()) {
        int slash = path.indexOf((byte) '/', start);
        int stop = slash < 0 ? path.length() : slash;
        if (stop > start) {
          node = node.child(path.substring(start, stop));
        }
        start = stop + 1;
      }
      node.numbers.addAll(numbers);
    });
    root = new Node(draft);
  }

  private static Map<Text, List<Integer>> numbered(Collection<Text> paths) {
    Map<Text, List<Integer>> numbered = new LinkedHashMap<>();
    paths.forEach(path -> numbered.put(path, List.of(0)));
    return numbered;
  }

  @Override
  public boolean matches(Text text) {
    any[0] = 0;
    classify(text.array(), text.offset(), text.length(), any);
    return any[0] != 0;
  }

  /**
   * Sets the bits of the paths' numbers.
   *
   * @return whether a text that goes on could be below more paths
   */
  boolean classify(byte[] bytes, int from, int length, long[] bits) {
    return classify(root, bytes, from, from + length, bits);
  }

  private static boolean classify(Node node, byte[] bytes, int from, int end, long[] bits) {
    PatternTables.set(node.numbers, bits);
    int start = from;
    while (start < end && bytes[start] == '/') {
      start++;
    }
    if (start == end) {
      return node.names != null || node.globs.length > 0;
    }
    int stop = start;
    while (stop < end && bytes[stop] != '/') {
      stop++;
    }
    boolean more = false;
    int[] exact = node.names == null ? null : node.names.find(bytes, start, stop - start);
    if (exact != null) {
      more = classify(node.children[exact[0]], bytes, stop, end, bits);
    }
    for (int i = 0; i < node.globs.length; i++) {
      if (node.globs[i].matches(bytes, start, stop)) {
        more |= classify(node.globChildren[i], bytes, stop, end, bits);
      }
    }
    return more;
  }
}
