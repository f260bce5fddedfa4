package io.sentineledge.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Exact literals find a file by device and inode; they do not rule one out by them. */
class FileIdentityTest {
  private static final String KNOWN = "openat path=/etc/shadow result=3 ino=5 dev=6";
  private static final String LINK = "openat path=/tmp/hard asked=/tmp/hard result=3 ino=5 dev=6";
  private static final String OTHER = "openat path=/tmp/hard asked=/tmp/hard result=3 ino=7 dev=6";

  private static void check(boolean expected, String text, String event) throws Exception {
    Scene scene = new Scene();
    Condition condition =
        new ConditionCompiler(scene.files()::register).compile(ConditionParser.parse(text, "test"));
    scene.event(KNOWN);
    assertEquals(expected, condition.test(scene.event(event)), text);
    assertEquals(
        expected,
        Interpreter.test(ConditionParser.parse(text, "test"), scene.context()),
        text + " by the reference interpreter");
  }

  @Test
  void literalsFindAHardLink() throws Exception {
    check(true, "fd.name = /etc/shadow", LINK);
    check(true, "fd.name in (/etc/passwd, /etc/shadow)", LINK);
    check(true, "fd.name = anyof (/etc/passwd, /etc/shadow)", LINK);
    check(true, "evt.arg.name = /etc/shadow", LINK);
    check(true, "not fd.name != /etc/shadow", LINK);
    check(true, "fd.name = /x or fd.name = /etc/shadow", LINK);
  }

  @Test
  void anotherFileIsNotTakenForIt() throws Exception {
    check(false, "fd.name = /etc/shadow", OTHER);
    check(false, "fd.name in (/etc/passwd, /etc/shadow)", OTHER);
    check(false, "not fd.name != /etc/shadow", OTHER);
  }

  @Test
  void prefixesCannotKnowIt() throws Exception {
    check(false, "fd.name startswith /etc", LINK);
    check(false, "fd.directory = /etc", LINK);
    check(false, "tolower(fd.name) = /etc/shadow", LINK);
    check(false, "fd.name startswith /etc or fd.name = /etc/passwd", LINK);
  }

  @Test
  void aHardLinkIsNotRuledOut() throws Exception {
    check(true, "not fd.name = /etc/shadow", LINK);
    check(true, "not fd.name in (/etc/shadow)", LINK);
    check(true, "fd.name != /etc/shadow", LINK);
  }
}
