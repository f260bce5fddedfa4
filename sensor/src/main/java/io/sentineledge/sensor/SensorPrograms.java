package io.sentineledge.sensor;

import io.sentineledge.kernel.BpfLink;
import io.sentineledge.kernel.BpfObject;
import io.sentineledge.kernel.BpfProgram;
import io.sentineledge.kernel.Feature;
import io.sentineledge.kernel.Features;
import io.sentineledge.kernel.KernelException;
import io.sentineledge.kernel.LibBpf;
import io.sentineledge.kernel.OwnNumber;
import io.sentineledge.kernel.ProgramInfo;
import io.sentineledge.kernel.ProgramRefusedException;
import io.sentineledge.kernel.Support;
import io.sentineledge.sensor.ProgramStatus.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel programs: chooses the object that fits this kernel, sets it up, loads it, leaving out
 * optional programs that the kernel refuses, and attaches it.
 */
final class SensorPrograms implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SensorPrograms.class);

  static final String TYPED = "typed";
  static final String LEGACY = "legacy";

  /** The one program at this place is the dispatcher; the others there are called by it. */
  private static final String DISPATCHER = "se_sys_exit";

  private static final String DISPATCHER_SECTION = "tp_btf/sys_exit";
  private static final String TASK_ITERATOR = "iter/task";

  /** Attached only while it is asked for: it costs every system call of the machine. */
  private static final String ENTRY_SECTION = "tp_btf/sys_enter";

  /** Attached beside it: where the kernel has its own copy of a name or an address in its hands. */
  private static final Set<String> COPY_SECTIONS =
      Set.of(
          "fentry/putname",
          "fentry/security_socket_connect",
          "fentry/security_socket_bind",
          "fentry/security_socket_sendmsg");

  /** Places that kernels may lack or refuse. Whatever is elsewhere is required. */
  private static final List<String> OPTIONAL_SECTIONS =
      List.of("iter/", "raw_tp/", "lsm", "fentry", "fexit", "kprobe", "kretprobe");

  /** Programs for older kernels, and those that do their work on newer ones. */
  private static final Map<String, String> REPLACED = Map.of("se_ring_sqe", "se_ring_req");

  private static final int ENOENT = 2;

  private final LibBpf lib;
  private final SensorOptions options;
  private final int workloadController;
  private final KeptTypes types;

  /** Whether the kernel takes programs at the entry of its functions. */
  private final boolean entersFunctions;

  private final Map<String, String> refused = new HashMap<>();
  private final Set<String> replaced = new HashSet<>();
  private final List<BpfLink> links = new ArrayList<>();
  private final String variant;
  private final BpfObject object;
  private boolean attached;
  private boolean atEntry;
  private final List<BpfLink> entryLinks = new ArrayList<>();
  private boolean pinned = GuardMap.isPossible();

  /** Loads one object; for tests any. */
  SensorPrograms(LibBpf lib, SensorOptions options, String variant, byte[] elf) {
    this(lib, new Features(), options, variant, elf, WorkloadHierarchy.decide(), KeptTypes.NONE);
  }

  private SensorPrograms(
      LibBpf lib,
      Features features,
      SensorOptions options,
      String variant,
      byte[] elf,
      int workloadController,
      KeptTypes types) {
    this.lib = lib;
    entersFunctions = features.probe(Feature.FENTRY).yes();
    this.options = options;
    this.variant = variant;
    this.workloadController = workloadController;
    this.types = types;
    object = load(elf, types.find(features.typesFingerprint(), elf));
  }

  /** Loads the object that fits this kernel. */
  static SensorPrograms load(
      LibBpf lib, Features features, SensorOptions options, KeptTypes types) {
    if (features.probe(Feature.PROCESSOR) instanceof Support.No(String reason)) {
      throw new KernelException(
          KernelException.Code.WRONG_PROCESSOR, 0, "The wrong processor: " + reason, "");
    }
    if (features.probe(Feature.READ_ONLY_CAST).yes()) {
      try {
        return load(lib, features, options, TYPED, types);
      } catch (ProgramRefusedException e) {
        LOG.warn(
            "{}; the agent uses its programs for older kernels, which cost more.", e.sentence());
      }
    }
    return load(lib, features, options, LEGACY, types);
  }

  /** Loads one of the two objects that are shipped. */
  static SensorPrograms load(LibBpf lib, SensorOptions options, String variant) {
    return load(lib, new Features(), options, variant, KeptTypes.NONE);
  }

  static SensorPrograms load(
      LibBpf lib, Features features, SensorOptions options, String variant, KeptTypes types) {
    return new SensorPrograms(
        lib, features, options, variant, read(variant), WorkloadHierarchy.decide(), types);
  }

  /** Loads one of the two objects, for which the v2 cgroups are the workloads. */
  static SensorPrograms loadForUnified(LibBpf lib, SensorOptions options, String variant) {
    return new SensorPrograms(
        lib, new Features(), options, variant, read(variant), WorkloadHierarchy.V2, KeptTypes.NONE);
  }

  static byte[] read(String variant) {
    String resource = "/io/sentineledge/bpf/sentinel-" + variant + ".bpf.o";
    try (InputStream in = SensorPrograms.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A failed load spoils the object, so each try opens a new one. Most kernels take all of it at
   * the first try; the others are asked why from the second one on, without kept types.
   */
  private BpfObject load(byte[] elf, @Nullable Path kept) {
    for (boolean first = true; ; first = false) {
      BpfObject candidate = BpfObject.open(lib, "sentinel", elf, first ? kept : null);
      try {
        setUp(candidate);
        if (!first) {
          candidate.load();
        } else if (!candidate.tryLoad()) {
          candidate.close();
          continue;
        }
        return candidate;
      } catch (ProgramRefusedException e) {
        boolean spare = spare(candidate, e);
        candidate.close();
        if (!spare) {
          throw e;
        }
        degrade(e.program(), e);
      } catch (RuntimeException e) {
        candidate.close();
        if (!pinned) {
          throw e;
        }
        pinned = false;
        LOG.debug("without {}: {}", GuardMap.PIN, e.getMessage());
      }
    }
  }

  /** Keeps the kernel's types for the next start; takes some ten milliseconds. */
  void keepTypes() {
    types.keep(read(variant));
  }

  private void setUp(BpfObject candidate) {
    for (String lane : List.of("se_critical", "se_bulk")) {
      candidate.map(lane).setMaxEntries(options.ringBytes());
    }
    candidate.set("se_self_tgid", OwnNumber.get());
    candidate.set("se_env", options.environment() ? 1 : 0);
    candidate.set("se_args_max", options.maxArgumentBytes());
    candidate.set("se_bulk_wakeup", options.ringBytes() / 4);
    candidate.set("se_shared_bytes", options.ringBytes() / 2);
    candidate.set("se_cgroup_v1_subsys", workloadController);
    if (pinned) {
      candidate.map("se_guard").setPinPath(GuardMap.PIN);
    }
    candidate.set("se_bulk_budget", options.bulkBudget());
    candidate.set("se_count_failed", options.countFailedOpens() ? 1 : 0);
    candidate.set("se_bulk_mark", options.backPressure() ? options.ringBytes() / 2 : 0);
    for (BpfProgram program : candidate.programs()) {
      if (refused.containsKey(program.name()) || isUnavailable(program)) {
        program.setAutoload(false);
      }
    }
  }

  /** Only makes more exact what is told without it: nothing to warn of, nor to try in vain. */
  private boolean isUnavailable(BpfProgram program) {
    return COPY_SECTIONS.contains(program.section()) && !entersFunctions;
  }

  /**
   * Whether the agent can do without the refused program; false also when it was left out before.
   */
  private boolean spare(BpfObject candidate, ProgramRefusedException refusal) {
    LOG.debug("verifier log of {}:\n{}", refusal.program(), refusal.log());
    BpfProgram program = candidate.findProgram(refusal.program());
    return program != null && optional(program.section()) && !refused.containsKey(program.name());
  }

  private void degrade(String program, KernelException refusal) {
    refused.put(program, refusal.sentence());
    if (!REPLACED.containsKey(program)) {
      warnOf(program);
    }
  }

  private void warnOf(String program) {
    LOG.warn("{}; the agent goes on without it.", refused.get(program));
  }

  private static boolean optional(String section) {
    return OPTIONAL_SECTIONS.stream().anyMatch(section::startsWith);
  }

  /** Attaches what is not attached yet. */
  synchronized void attach() {
    boolean first = !attached;
    attached = true;
    attachEntry();
    for (BpfProgram program : object.programs()) {
      if (state(program) == State.ATTACHED && !isOfEntry(program)) {
        attach(program, links);
      }
    }
    // One for older kernels that was refused is missed by nobody, unless this is one
    REPLACED.forEach((older, newer) -> {
      if (isAttached(newer)) {
        replaced.add(older);
      } else if (first && refused.containsKey(older)) {
        warnOf(older);
      }
    });
  }

  /** Whether names are to be read when calls begin, too; from the start on. */
  synchronized void readAtEntry(boolean wanted) {
    atEntry = wanted;
    if (attached) {
      attachEntry();
    }
  }

  private void attachEntry() {
    if (!atEntry) {
      entryLinks.forEach(BpfLink::close);
      entryLinks.clear();
    } else if (entryLinks.isEmpty()) {
      object.programs().stream()
          .filter(program -> state(program) == State.ON_DEMAND && isOfEntry(program))
          .toList()
          .forEach(program -> attach(program, entryLinks));
    }
  }

  private static boolean isOfEntry(BpfProgram program) {
    return program.section().equals(ENTRY_SECTION) || COPY_SECTIONS.contains(program.section());
  }

  /** The program that lists the processes; null where the kernel takes none. */
  @Nullable BpfProgram taskIterator() {
    return object.programs().stream()
        .filter(program -> program.section().equals(TASK_ITERATOR))
        .filter(program -> !refused.containsKey(program.name()))
        .findFirst()
        .orElse(null);
  }

  private void attach(BpfProgram program, List<BpfLink> to) {
    if (isAttached(REPLACED.get(program.name()))) {
      replaced.add(program.name());
      return;
    }
    try {
      to.add(program.attach());
    } catch (KernelException e) {
      if (!optional(program.section())) {
        throw e;
      }
      if (REPLACED.containsValue(program.name()) && e.errno() == ENOENT) {
        replaced.add(program.name());
      } else {
        degrade(program.name(), e);
      }
    }
  }

  private boolean isAttached(@Nullable String program) {
    return program != null && !refused.containsKey(program) && !replaced.contains(program);
  }

  private State state(BpfProgram program) {
    if (replaced.contains(program.name())) {
      return State.REPLACED;
    }
    if (refused.containsKey(program.name())) {
      return State.REFUSED;
    }
    if (isUnavailable(program)) {
      return State.UNAVAILABLE;
    }
    String section = program.section();
    if (section.equals(TASK_ITERATOR) || (isOfEntry(program) && entryLinks.isEmpty())) {
      return State.ON_DEMAND;
    }
    if (section.equals(DISPATCHER_SECTION) && !program.name().equals(DISPATCHER)) {
      return State.CALLED;
    }
    return attached ? State.ATTACHED : State.LOADED;
  }

  List<ProgramStatus> status() {
    return object.programs().stream()
        .map(program ->
            new ProgramStatus(
                program.name(),
                program.section(),
                state(program),
                refused.getOrDefault(program.name(), "")))
        .toList();
  }

  List<Integer> ids() {
    return object.programs().stream()
        .filter(program -> program.fd() >= 0)
        .map(program -> program.info().id())
        .toList();
  }

  /** What the kernel counts for each loaded program, by name. */
  Map<String, ProgramInfo> info() {
    Map<String, ProgramInfo> info = new TreeMap<>();
    for (BpfProgram program : object.programs()) {
      if (program.fd() >= 0) {
        info.put(program.name(), program.info());
      }
    }
    return info;
  }

  /** Runs that the kernel left out, of every attached program. */
  Map<String, Long> missedRuns() {
    Map<String, Long> missed = new HashMap<>();
    for (BpfProgram program : object.programs()) {
      if (state(program) == State.ATTACHED) {
        missed.put(program.name(), program.info().recursionMisses());
      }
    }
    return missed;
  }

  BpfObject object() {
    return object;
  }

  /** The object in use: typed or legacy. */
  String variant() {
    return variant;
  }

  /** Detaches all; the maps can still be read. */
  synchronized void detach() {
    readAtEntry(false);
    links.forEach(BpfLink::close);
    links.clear();
  }

  @Override
  public void close() {
    detach();
    object.close();
  }
}
