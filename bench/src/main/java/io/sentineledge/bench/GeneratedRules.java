package io.sentineledge.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes rules of the kinds that people write, as many as are asked for, to standard output: about
 * programs and their command lines, files read and written, connections, parents. The first rules
 * of a longer file are those of a shorter one; hardly any of them ever matches, as it should be.
 *
 * <p>Argument: how many.
 */
public final class GeneratedRules {
  private static final long SEED = 20_261_122;

  private static final String READ =
      "evt.type in (open, openat, openat2) and evt.is_open_read = true and evt.rawres >= 0";
  private static final String WRITTEN =
      "evt.type in (open, openat, openat2) and evt.is_open_write = true and evt.rawres >= 0";
  private static final String STARTED = "evt.type in (execve, execveat) and evt.rawres = 0";
  private static final String CONNECTED = "evt.type = connect and fd.typechar = 4";

  private static final String[] FOLDERS = {"/etc", "/opt", "/srv", "/usr/lib", "/var/lib", "/home"};
  private static final String[] SYLLABLES = {
    "ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu"
  };

  private final Random random = new Random(SEED);

  private GeneratedRules() {}

  /** Prints the rules. */
  public static void main(String[] args) {
    GeneratedRules rules = new GeneratedRules();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      text.append("- rule: Generated ").append(i).append('\n');
      text.append("  desc: a benchmark\n");
      text.append("  condition: >\n    ").append(rules.condition(i)).append('\n');
      text.append("  output: \"%evt.type %proc.name %proc.cmdline %fd.name\"\n");
      text.append("  priority: NOTICE\n");
    }
    System.out.print(text);
  }

  private String condition(int number) {
    return switch (number % 10) {
      case 0 -> STARTED + " and proc.name in (" + names(3) + ")";
      case 1 ->
          STARTED
              + " and proc.name in ("
              + names(4)
              + ")"
              + " and (proc.cmdline contains \""
              + name()
              + " --"
              + name()
              + "\""
              + " or proc.args contains \""
              + name()
              + "\")";
      case 2 -> STARTED + " and proc.exepath startswith " + folder() + "/";
      case 3 -> READ + " and fd.name in (" + paths(5) + ")" + exclusion();
      case 4 -> READ + " and fd.name startswith " + folder() + "/" + exclusion();
      case 5 -> WRITTEN + " and fd.name pmatch (" + paths(3) + ")" + exclusion();
      case 6 -> WRITTEN + " and fd.name endswith /." + name() + "rc" + exclusion();
      case 7 ->
          "evt.type in (rename, renameat, renameat2) and evt.arg.newpath startswith "
              + folder()
              + "/";
      case 8 ->
          CONNECTED
              + " and fd.sport in ("
              + port()
              + ", "
              + port()
              + ")"
              + " and not proc.name in ("
              + names(3)
              + ")";
      default ->
          STARTED
              + " and proc.pname in ("
              + names(3)
              + ") and proc.aname[2] in ("
              + names(2)
              + ")"
              + " and not user.uid = 0";
    };
  }

  private String exclusion() {
    return " and not proc.exepath in (" + paths(2) + ") and not proc.pname in (" + names(2) + ")";
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      name.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    return name.toString();
  }

  private String folder() {
    return FOLDERS[random.nextInt(FOLDERS.length)] + "/" + name();
  }

  private int port() {
    return 1024 + random.nextInt(60_000);
  }

  private String names(int count) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(name());
    }
    return String.join(", ", all);
  }

  private String paths(int count) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(folder() + "/" + name());
    }
    return String.join(", ", all);
  }
}
