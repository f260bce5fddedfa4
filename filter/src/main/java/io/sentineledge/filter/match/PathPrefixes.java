package io.sentineledge.filter.match;

import io.sentineledge.event.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operator {@code pmatch}: whether one of a set of paths is the text itself or a directory that
 * contains it, component by component. A component with {@code *}, {@code ?} or {@code [} is a glob
 * within that component.
 */
public final class PathPrefixes implements TextMatcher {
  private final Node root = new Node();

  /** A place in the tree of components; {@code end} where one of the paths ends. */
  private static final class Node {
    final List<Text> names = new ArrayList<>();
    final List<Node> children = new ArrayList<>();
    final List<Glob> globs = new ArrayList<>();
    final List<Text> patterns = new ArrayList<>();
    final List<Node> globChildren = new ArrayList<>();
    boolean end;
  }

  /** Builds the tree. */
  public PathPrefixes(Collection<Text> paths) {
    for (Text path : paths) {
      Node node = root;
      int start = 0;
      while (start < path.length()) {
        int slash = path.indexOf((byte) '/', start);
        int stop = slash < 0 ? path.length() : slash;
        if (stop > start) {
          node = child(node, path.substring(start, stop));
        }
        start = stop + 1;
      }
      node.end = true;
    }
  }

  private static Node child(Node node, Text component) {
    boolean glob =
        component.indexOf((byte) '*', 0) >= 0
            || component.indexOf((byte) '?', 0) >= 0
            || component.indexOf((byte) '[', 0) >= 0;
    List<Text> names = glob ? node.patterns : node.names;
    List<Node> children = glob ? node.globChildren : node.children;
    int index = names.indexOf(component);
    if (index >= 0) {
      return children.get(index);
    }
    Node child = new Node();
    names.add(component);
    children.add(child);
    if (glob) {
      node.globs.add(Glob.compile(component, false));
    }
    return child;
  }

  @Override
  public boolean matches(Text text) {
    byte[] bytes = text.array();
    return matches(root, bytes, text.offset(), text.offset() + text.length());
  }

  private static boolean matches(Node node, byte[] bytes, int from, int end) {
    if (node.end) {
      return true;
    }
    int start = from;
    while (start < end && bytes[start] == '/') {
      start++;
    }
    if (start == end) {
      return false;
    }
    int stop = start;
    while (stop < end && bytes[stop] != '/') {
      stop++;
    }
    Node exact = exact(node, bytes, start, stop);
    if (exact != null && matches(exact, bytes, stop, end)) {
      return true;
    }
    for (int i = 0; i < node.globs.size(); i++) {
      if (node.globs.get(i).matches(bytes, start, stop)
          && matches(node.globChildren.get(i), bytes, stop, end)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Node exact(Node node, byte[] bytes, int start, int stop) {
    for (int i = 0; i < node.names.size(); i++) {
      Text name = node.names.get(i);
      if (name.length() == stop - start
          && Arrays.equals(
              name.array(), name.offset(), name.offset() + name.length(), bytes, start, stop)) {
        return node.children.get(i);
      }
    }
    return null;
  }
}
