package io.sentineledge.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sentineledge.state.EventContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever an index leaves out must be false; of what is false it must leave out nearly all. */
class ConditionIndexTest {
  private static final long SEED = 20_261_123;
  private static final String[] FIELDS = {
    "fd.name",
    "fd.directory",
    "fd.filename",
    "fd.nameraw",
    "fs.path.name",
    "fs.path.target",
    "tolower(fd.name)"
  };
  private static final String[] TESTS = {
    "= %s",
    "!= %s",
    "in (%s, %s)",
    "startswith %s",
    "endswith %s",
    "contains %s",
    "icontains %s",
    "pmatch (%s, %s)",
    "glob %s"
  };
  private static final String[] VALUES = {
    "/etc/shadow", "/etc", "/etc/", "/", "/root/.ssh/id_rsa", ".ssh", "/.ssh/", "shadow", "id_rsa",
    "../", "/usr/share/doc", "\"/h\"", "SHADOW", "ow", "s", "/x", "/usr/share/doc/a", "e/.s"
  };
  private static final String[] FOLDERS = {
    "/etc",
    "",
    "/root/.ssh",
    "/usr/share/doc",
    "/usr/share/doc/x",
    "/usr/share/doc/x/y",
    "/usr/share",
    "/usr",
    "/home/x/.SSH",
    "/home",
    "/home/x",
    "/home/x/.SSH/x",
    "/e"
  };
  private static final String[] CALLS = {
    "openat", "openat", "creat", "chmod", "unlink", "rename", "mkdirat"
  };
  private static final String[] FILES = {
    "shadow", "id_rsa", "x", "a", ".ssh", "Shadow.bak", "hosts", "ow", "window", "s"
  };

  private final Random random = new Random(SEED);
  private final Scene scene = new Scene();

  private String of(String[] words) {
    return words[random.nextInt(words.length)];
  }

  private String test() {
    String condition = of(FIELDS) + " " + of(TESTS).formatted(of(VALUES), of(VALUES));
    return random.nextInt(4) == 0 ? "(" + condition + " and evt.is_open_write=true)" : condition;
  }

  private List<Condition> conditions(int count) throws ConditionException {
    ConditionCompiler compiler = new ConditionCompiler(scene.files()::register);
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = random.nextInt(3) == 0 ? test() + " or " + test() : test();
      conditions.add(compiler.compile(ConditionParser.parse(text, text)));
    }
    return conditions;
  }

  /** A call with a file by its path, from its folder, by a link, in a root, or that fails. */
  private String event() {
    String folder = of(FOLDERS);
    String file = of(FILES);
    String path = folder + "/" + file;
    String common =
        "%s pid=100 dev=%d ino=%d flags=%d target=%s"
            .formatted(
                of(CALLS),
                random.nextInt(3),
                1 + random.nextInt(4),
                1 + random.nextInt(2),
                of(FOLDERS) + "/" + of(FILES));
    String mode = random.nextInt(4) == 0 ? " filemode=040755" : "";
    return common
        + mode
        + switch (random.nextInt(7)) {
          case 0 -> " result=-13 asked=" + path;
          case 1 -> " result=3 path=" + path + " asked=/tmp/link";
          case 2 -> " result=3 path=" + path + " root=" + folder + " asked=/" + file;
          case 3, 4 ->
              " result=3 path=%s asked=%s base=%s"
                  .formatted(path, file, folder.isEmpty() ? "/" : folder);
          case 5 -> " result=3 path=" + path + " asked=" + folder + "/../.." + path + "/.";
          default -> " result=3 path=" + path + " asked=" + path;
        };
  }

  private static List<Integer> selected(ConditionIndex index, EventContext event) {
    List<Integer> numbers = new ArrayList<>();
    index.select(event);
    for (int i = index.next(0); i >= 0; i = index.next(i + 1)) {
      numbers.add(i);
    }
    return numbers;
  }

  @Test
  void nothingThatIsTrueIsLeftOut() throws ConditionException {
    for (int round = 0; round < 60; round++) {
      List<Condition> conditions = conditions(1 + random.nextInt(12));
      ConditionIndex index = new ConditionIndex(conditions);
      for (int i = 0; i < 200; i++) {
        String description = event();
        EventContext event = scene.event(description);
        List<Integer> selected = selected(index, event);
        for (int number = 0; number < conditions.size(); number++) {
          assertTrue(
              selected.contains(number) || !conditions.get(number).test(event),
              "seed=" + SEED + " round=" + round + " number=" + number + " " + description);
        }
      }
    }
  }

  /** More folders than are kept, so that they take each other's place. */
  @Test
  void whatIsKnownOfAFolderIsNotTakenForAnother() throws ConditionException {
    String text = "fd.name startswith /d7";
    Condition condition = new ConditionCompiler().compile(ConditionParser.parse(text, text));
    ConditionIndex index = new ConditionIndex(List.of(condition));
    for (int i = 0; i < 20_000; i++) {
      String path = "/d" + random.nextInt(5000) + "/file";
      EventContext event = scene.event("openat result=3 path=" + path + " asked=" + path);
      assertEquals(condition.test(event), !selected(index, event).isEmpty(), path);
    }
  }

  @Test
  void whatIsKnownOfAFolderIsNotTakenForThatOfAnotherView() throws ConditionException {
    Condition condition =
        new ConditionCompiler().compile(ConditionParser.parse("fd.name startswith /d7", ""));
    ConditionIndex index = new ConditionIndex(List.of(condition));
    for (int folder = 6; folder <= 7; folder++) {
      Scene other = new Scene();
      for (int i = 0; i < 3000; i++) {
        String path = "/d" + folder + "/" + i + "/file";
        EventContext event = other.event("openat result=3 path=" + path + " asked=" + path);
        assertEquals(folder == 7, !selected(index, event).isEmpty(), path);
      }
    }
  }

  @Test
  void filesThatNoConditionIsAboutSelectNothing() throws ConditionException {
    ConditionCompiler compiler = new ConditionCompiler(scene.files()::register);
    List<Condition> conditions = new ArrayList<>();
    for (String text :
        List.of(
            "fd.name = /etc/shadow",
            "fd.name startswith /root/.ssh/",
            "fd.name contains id_rsa",
            "fd.filename in (authorized_keys, shadow)",
            "fd.directory = /usr/bin",
            "fd.nameraw contains ...")) {
      conditions.add(compiler.compile(ConditionParser.parse(text, text)));
    }
    ConditionIndex index = new ConditionIndex(conditions);
    String[] others = {
      "openat result=3 path=/usr/include/stdio.h asked=/usr/include/stdio.h",
      "openat result=3 path=/usr/include/stdio.h asked=stdio.h base=/usr/include",
      "openat result=3 path=/var/log asked=/var/log filemode=040755",
      "openat result=3 path=/usr/lib/x86_64-linux-gnu/libc.so asked=/lib/x86_64-linux-gnu/libc.so",
      "openat result=3 path=/usr/include/a/b/c/d.h asked=../c/d.h base=/usr/include/a/b/e",
      "openat result=-2 asked=/usr/local/lib/libc.so"
    };
    for (String description : others) {
      assertEquals(List.of(), selected(index, scene.event(description)), description);
    }
    String key = "openat result=3 path=/root/.ssh/id_rsa asked=id_rsa base=/root/.ssh";
    assertEquals(List.of(1, 2), selected(index, scene.event(key)));
  }

  /** Each is true in a folder whose parent, looked at before, tells nothing of it. */
  @Test
  void whatAFolderAddsToItsParentCounts() throws ConditionException {
    for (String text :
        List.of(
            "fd.directory endswith .ssh",
            "fd.directory contains /.ss",
            "fd.directory = /srv/a/.ssh",
            "fd.name contains /.ssh/",
            "fd.name startswith /srv/a/.s",
            "fd.name pmatch (/srv/a/.ssh)",
            "fd.name = /srv/a/.ssh/known_hosts")) {
      ConditionIndex index =
          new ConditionIndex(
              List.of(new ConditionCompiler().compile(ConditionParser.parse(text, text))));
      for (String folder : List.of("/srv", "/srv/a", "/srv/a/b", "/srv/a/.ssh", "/srv/a/c")) {
        String path = folder + "/known_hosts";
        EventContext event = scene.event("openat result=3 path=" + path + " asked=" + path);
        assertEquals(folder.endsWith(".ssh"), !selected(index, event).isEmpty(), text + path);
      }
    }
  }
}
