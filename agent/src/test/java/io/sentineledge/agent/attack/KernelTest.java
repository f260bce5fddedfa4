package io.sentineledge.agent.attack;

import static io.sentineledge.agent.attack.Case.attack;
import static io.sentineledge.agent.attack.Case.benign;

import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Cases for the rules of {@code kernel.yaml}. What would change the machine is done so that the
 * kernel refuses it.
 */
@ExtendWith(AttackExtension.class)
final class KernelTest {
  private static final String MODULE = "Kernel module loaded by an unusual program";
  private static final String PROGRAM = "Kernel program that watches was loaded";
  private static final String KEXEC = "Kernel about to be replaced";
  private static final String NAMESPACE = "Namespace entered by an unusual program";
  private static final String MOUNT = "Mount made by an unusual program";
  private static final String INJECTION = "Memory of another process written";
  private static final String DESCRIPTOR = "Descriptor taken from another process";
  private static final String FAULTS = "Page faults of the kernel handled by a process";
  private static final String RANDOM = "Address randomisation switched off";
  private static final String PROTECTION = "Protection of the kernel changed";
  private static final String LOG = "Kernel log cleared";

  static final List<Case> CASES =
      List.of(
          attack(MODULE, "from memory", "./kernel module"),
          attack(MODULE, "from a file", "./kernel module-file x.ko")
              .given("echo x >x.ko")
              .fieldMatches("evt.args", ".*/srv/case/x.ko.*"),
          benign(MODULE, "a module that is not there", "modprobe -q se_none || :"),
          attack(PROGRAM, "at a tracepoint", "./kernel program 17")
              .field("evt.arg.type", "BPF_PROG_TYPE_RAW_TRACEPOINT"),
          benign(PROGRAM, "a filter of a socket", "./kernel program 1"),
          attack(KEXEC, "from segments", "./kernel kexec"),
          attack(KEXEC, "from a file", "./kernel kexec-file 0 x").given("echo x >x"),
          benign(KEXEC, "for crash dumps", "./kernel kexec-file 2 x").given("echo x >x"),
          attack(NAMESPACE, "of its parent", "./kernel enter /proc/$$/ns/uts")
              .fieldMatches("evt.args", ".*nstype=0.*"),
          benign(NAMESPACE, "by nsenter", "nsenter -t $$ -m true"),
          attack(MOUNT, "in memory", "./kernel mount /mnt/x").given("mkdir /mnt/x"),
          benign(MOUNT, "by mount", "mount -t tmpfs x /mnt/x; umount /mnt/x").given("mkdir /mnt/x"),
          benign(MOUNT, "made private", "./kernel private /"),
          attack(INJECTION, "into a running program", "./tamper writev $!; kill $!")
              .given(Case.VICTIM)
              .field("target.cmdline", "sleep 60"),
          benign(INJECTION, "into a child", "./kernel write-child"),
          attack(DESCRIPTOR, "of a running program", "./tamper getfd $!; kill $!")
              .given(Case.VICTIM),
          benign(DESCRIPTOR, "of a child", "./kernel take-child"),
          attack(FAULTS, "of the kernel", "./kernel faults 0"),
          benign(FAULTS, "of its own", "./kernel faults 1"),
          attack(RANDOM, "by a program", "./kernel personality 262144")
              .field("evt.arg.persona", "ADDR_NO_RANDOMIZE"),
          benign(RANDOM, "asked for", "./kernel personality 4294967295; setarch -R true"),
          attack(PROTECTION, "tracing", "./act open 1 0 /proc/sys/kernel/kptr_restrict")
              .field("fd.name", "/proc/sys/kernel/kptr_restrict"),
          benign(PROTECTION, "looked at", "cat /proc/sys/kernel/kptr_restrict"),
          attack(LOG, "without the right to", "setpriv --bounding-set -all ./kernel log 5 || :"),
          benign(LOG, "looked at", "./kernel log 10"));

  @ParameterizedTest
  @FieldSource("CASES")
  void check(Case it, Attacks attacks) throws Exception {
    attacks.check(it);
  }
}
