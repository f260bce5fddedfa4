package io.sentineledge.agent.attack;

import static io.sentineledge.agent.attack.Case.attack;
import static io.sentineledge.agent.attack.Case.benign;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Cases for the rules of {@code privilege_escalation.yaml}. */
@ExtendWith(AttackExtension.class)
final class PrivilegeEscalationTest {
  private static final String SETUID = "Set-user-ID bit set";
  private static final String PTRACE = "Ptrace attach to another process";
  private static final String INIT = "Namespaces of the init process entered";
  private static final String HELPER = "Kernel helper program changed";
  private static final String MODULE = "Kernel module loaded from a file";
  private static final String LIBRARY =
      "Library loaded into a trusted program from an unusual folder";

  private static final String INPUT = "Input put into a terminal";

  static final List<Case> CASES =
      List.of(
          attack(SETUID, "with chmod", "chmod u+s copy")
              .given("cp /bin/true copy")
              .field("fs.path.name", "/srv/case/copy")
              .fieldMatches("evt.arg.mode", ".*S_ISUID.*"),
          attack(SETUID, "by the oldest call", "./act chmod 4755 copy").given("cp /bin/true copy"),
          attack(SETUID, "through a descriptor", "./act fchmod 4755 copy")
              .given("cp /bin/true copy"),
          attack(SETUID, "for the group", "./act fchmod 2755 copy").given("cp /bin/true copy"),
          benign(SETUID, "other bits", "chmod 1777 folder; chmod 755 copy; ./act fchmod 644 copy")
              .given("mkdir folder; cp /bin/true copy"),
          benign(SETUID, "a shared folder", "chmod 2775 folder; ./act fchmod 2775 folder")
              .given("mkdir folder"),
          attack(PTRACE, "attach", "./trace attach $!; kill $!")
              .given(Case.VICTIM)
              .field("target.cmdline", "sleep 60"),
          attack(PTRACE, "seize", "./trace seize $!; kill $!").given(Case.VICTIM),
          benign(PTRACE, "a debugger's own child", "./trace child"),
          benign(PTRACE, "a tracer's own child", "./trace seize-child"),
          attack(INIT, "the mounts of init", "nsenter -t 1 -m true || :"),
          benign(INIT, "of a process of one's own", "nsenter -t $$ -m true"),
          attack(HELPER, "core dumps", "./act open 1 0 /proc/sys/kernel/core_pattern")
              .field("fd.name", "/proc/sys/kernel/core_pattern"),
          attack(HELPER, "a control group's release agent", "echo /srv/x >/srv/release_agent"),
          benign(HELPER, "looked at", "cat /proc/sys/kernel/core_pattern"),
          attack(MODULE, "insmod", "./insmod read rootkit.ko")
              .given("mv act insmod; touch rootkit.ko"),
          benign(MODULE, "the loaded modules", "cat /proc/modules || :"),
          attack(LIBRARY, "preloaded into passwd", "LD_PRELOAD=/srv/case/empty.so passwd -S root")
              .field("fd.name", "/srv/case/empty.so"),
          benign(LIBRARY, "preloaded into another program", "LD_PRELOAD=/srv/case/empty.so true"),
          attack(INPUT, "typed for the reader", "./act type x").field("evt.arg.value", "x"),
          benign(INPUT, "asked for its size", "script -qec 'stty size' /dev/null"));

  @ParameterizedTest
  @FieldSource("CASES")
  void check(Case it, Attacks attacks) throws Exception {
    attacks.check(it);
  }
}
