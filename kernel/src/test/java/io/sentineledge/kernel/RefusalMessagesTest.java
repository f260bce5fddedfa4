package io.sentineledge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that may be missing is told in one sentence, with what to do. */
final class RefusalMessagesTest {
  /** Runs in a process of its own: loads a program and prints how that ended. */
  static final class Loader {
    private Loader() {}

    public static void main(String[] args) {
      try (BpfObject object = TestObjects.open("ring")) {
        object.load();
        System.out.println("loaded");
      } catch (KernelException e) {
        System.out.println(e.code() + ": " + e.getMessage());
      }
    }
  }

  /** Runs in a process of its own: prints every answer that is not certain. */
  static final class Doubter {
    private Doubter() {}

    public static void main(String[] args) {
      Features features = new Features();
      StringJoiner doubtful = new StringJoiner(" ");
      for (Feature feature : Feature.values()) {
        if (features.probe(feature) instanceof Support.Inconclusive) {
          doubtful.add(feature.name());
        }
      }
      System.out.println(doubtful);
    }
  }

  private static String load(List<String> wrapper, String... options) throws Exception {
    return run(Loader.class, wrapper, options);
  }

  private static String run(Class<?> main, List<String> wrapper, String... options)
      throws Exception {
    List<String> command = new ArrayList<>(wrapper);
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out.lines().filter(line -> !line.startsWith("SLF4J")).toList().getLast();
  }

  @Test
  void withAllCapabilitiesItLoads() throws Exception {
    assertEquals("loaded", load(List.of()));
  }

  @Test
  void theTwoCapabilitiesSuffice() throws Exception {
    if (KernelVersion.current().major() > 5) { // before 5.11 memory is locked as well
      String keep = "-all,+bpf,+perfmon";
      assertEquals(
          "loaded", load(List.of("setpriv", "--bounding-set=" + keep, "--inh-caps=" + keep)));
    }
  }

  @Test
  void aMissingCapability() throws Exception {
    assertEquals(
        "PERMISSION: Permission denied loading eBPF program: this process lacks CAP_BPF and"
            + " CAP_PERFMON. Run as root, or grant the capabilities to the file that is started:"
            + " setcap cap_bpf,cap_perfmon+ep FILE.",
        load(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all")));
  }

  @Test
  void withoutCapabilitiesNoProbeGuesses() throws Exception {
    String line = run(Doubter.class, List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
    List<String> doubtful = List.of(line.split(" "));
    for (Feature feature :
        List.of(Feature.MEMLOCK, Feature.RING_BUFFER, Feature.RAW_TRACEPOINT_BTF, Feature.LOOP)) {
      assertTrue(doubtful.contains(feature.name()), line);
    }
    for (Feature feature : List.of(Feature.BTF, Feature.CAPABILITIES, Feature.READ_ONLY_CAST)) {
      assertTrue(!doubtful.contains(feature.name()), line);
    }
  }

  @Test
  void oneOfTheTwoMissing() throws Exception {
    String keep = "-all,+bpf";
    String said = load(List.of("setpriv", "--bounding-set=" + keep, "--inh-caps=" + keep));
    assertTrue(said.contains("this process lacks CAP_PERFMON. Run as root"), said);
  }

  @Test
  void capabilitiesOfAUserNamespace() throws Exception {
    String said = load(List.of("unshare", "--user", "--map-root-user"));
    assertTrue(
        said.startsWith(
            "PERMISSION: Permission denied loading eBPF program: the capabilities of a"),
        said);
  }

  @Test
  void aSeccompProfileThatRefusesBpf() throws Exception {
    // A filter of four instructions: bpf(), number 321, fails with EPERM, all else is allowed
    String filtered =
        """
        my $filter = pack("SCCL" x 4, 0x20,0,0,0, 0x15,0,1,321, 6,0,0,0x50001, 6,0,0,0x7fff0000);
        my $program = pack("Sx6P", 4, $filter);
        syscall(317, 1, 0, $program) == 0 or die "seccomp: $!";
        exec @ARGV;
        """;
    assertEquals(
        "PERMISSION: Permission denied loading eBPF program: the capabilities are there, but the"
            + " seccomp profile of this process refuses bpf(). Use one that allows it, such as"
            + " packaging/seccomp/sentineledge.json.",
        load(List.of("perl", "-e", filtered)));
  }

  @Test
  void aKernelThatIsTooOld() {
    KernelException e = LoadFailure.tooOld(KernelVersion.parse("5.4.0-216-generic"), 22);
    assertEquals(KernelException.Code.KERNEL_TOO_OLD, e.code());
    assertEquals(
        "The kernel 5.4.0-216-generic has no BPF ring buffer. Linux 5.10 or later is needed.",
        e.getMessage());
  }

  @Test
  void anotherProcessor() {
    assertEquals(
        new Support.No("this one is aarch64; the BPF programs are for x86-64"),
        Features.processor("aarch64"));
    assertTrue(Features.processor("amd64").yes());
  }

  @Test
  void libbpfMissing() throws Exception {
    String said = load(List.of(), "-D" + LibBpf.PATH_PROPERTY + "=/nowhere/libbpf.so.1");
    assertTrue(
        said.startsWith(
            "LIBBPF_MISSING: libbpf is needed and /nowhere/libbpf.so.1 cannot be loaded. Install"
                + " libbpf 1.1 or later"),
        said);
  }

  @Test
  void libbpfTooOld(@TempDir Path temp) throws Exception {
    Path old =
        library(
            temp,
            """
            int libbpf_major_version(void) { return 0; }
            int libbpf_minor_version(void) { return 8; }
            """);
    KernelException e = assertThrows(KernelException.class, () -> LibBpf.open(old.toString()));
    assertEquals(KernelException.Code.LIBBPF_TOO_OLD, e.code());
    assertEquals("libbpf 1.1 or later is needed and this machine's is 0.8", e.sentence());
    Path ancient = library(temp.resolve("other"), "int bpf_object__open(void){return 0;}");
    e = assertThrows(KernelException.class, () -> LibBpf.open(ancient.toString()));
    assertEquals(KernelException.Code.LIBBPF_TOO_OLD, e.code());
  }

  private static Path library(Path folder, String source) throws Exception {
    Files.createDirectories(folder);
    Path c = Files.writeString(folder.resolve("old.c"), source);
    Path so = folder.resolve("libold.so");
    run("clang", "-shared", "-fPIC", "-o", so.toString(), c.toString());
    return so;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  @Test
  void theVerifiersStatisticsAreNoReason() {
    String log =
        """
        0: R1=ctx() R10=fp0
        1: (79) r1 = *(u64 *)(r0 +0)
        R0 invalid mem access 'scalar'
        processed 2 insns (limit 1000000) max_states_per_insn 0

        """;
    assertEquals("R0 invalid mem access 'scalar'", VerifierLog.decisiveLine(log));
    assertEquals(4, VerifierLog.lineCount(log));
    assertEquals("", VerifierLog.decisiveLine(""));
  }
}
