package io.sentineledge.rules.sigma;

import static io.sentineledge.rules.sigma.Sigma.selection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sentineledge.rules.sigma.Pattern.Shape;
import org.junit.jupiter.api.Test;

/** Wildcards, escapes, and values that are none. */
class ValuesTest {
  private static void check(Shape shape, String text, String written) {
    Pattern pattern = Pattern.parse(written);
    assertEquals(shape, pattern.shape(), written);
    assertEquals(text, pattern.text(), written);
  }

  @Test
  void wildcards() {
    check(Shape.EQUAL, "abc", "abc");
    check(Shape.PREFIX, "abc", "abc*");
    check(Shape.SUFFIX, "abc", "*abc");
    check(Shape.PART, "abc", "**abc*");
    check(Shape.EVERYTHING, "", "*");
    check(Shape.EQUAL, "", "");
    check(Shape.GLOB, "a*c", "a*c");
    check(Shape.GLOB, "a?c", "a?c");
    check(Shape.GLOB, "?", "?");
    check(Shape.GLOB, "*a?", "*a?");
  }

  @Test
  void escapes() {
    check(Shape.EQUAL, "a*b", "a\\*b");
    check(Shape.EQUAL, "a?b", "a\\?b");
    check(Shape.EQUAL, "a\\b", "a\\b");
    check(Shape.EQUAL, "a\\b", "a\\\\b");
    check(Shape.PREFIX, "a\\", "a\\\\*");
    check(Shape.EQUAL, "a\\*", "a\\\\\\*");
    check(Shape.EQUAL, "a\\\\b", "a\\\\\\\\b");
    check(Shape.EQUAL, "a\\\\b", "a\\\\\\b");
    check(Shape.EQUAL, "a\\", "a\\");
    check(Shape.GLOB, "a\\*\\?\\[\\]\\\\*b", "a\\*\\?[]\\\\*b");
  }

  @Test
  void wildcardsWithModifiers() {
    assertEquals("proc.argv iglob a*B", selection("CommandLine: 'a*B'"));
    assertEquals("proc.argv iglob *a?b*", selection("CommandLine|contains: 'a?b'"));
    assertEquals("tolower(proc.argv) contains a", selection("CommandLine|contains: '*a*'"));
    assertEquals("tolower(proc.argv) endswith a", selection("CommandLine: '*a'"));
    assertEquals("proc.argv exists", selection("CommandLine: '*'"));
    assertEquals("proc.argv exists", selection("CommandLine|contains: ''"));
    assertEquals(
        "tolower(proc.argv) = x or tolower(proc.argv) startswith y or proc.argv iglob z*z",
        selection("CommandLine: [x, 'y*', 'z*z']"));
  }

  @Test
  void nothing() {
    assertEquals("not proc.cwd exists", selection("CurrentDirectory: null"));
    assertEquals("not proc.cwd exists", selection("CurrentDirectory:"));
    assertEquals("not proc.cwd exists", selection("CurrentDirectory: []"));
    assertEquals("tolower(proc.cwd) = \"\"", selection("CurrentDirectory: ''"));
    assertEquals(
        "(not proc.cwd exists) or tolower(proc.cwd) = /tmp",
        selection("CurrentDirectory: [null, /tmp]"));
    assertEquals("not proc.pid exists", selection("ProcessId: null"));
  }

  @Test
  void quotesTellTextFromNothing() {
    assertEquals("tolower(user.name) = null", selection("User: 'null'"));
    assertEquals("tolower(proc.argv) = 1", selection("CommandLine: 1"));
  }
}
